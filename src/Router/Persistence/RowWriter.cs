using System.Data.Common;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Persistence;

/// <summary>
/// Inserts many rows, skipping those whose unique key exists; the database decides what is new, and says which. PostgreSQL gets
/// one statement with an array for each column, SQLite one compiled statement that is run for each row.
/// </summary>
internal static class RowWriter
{
    /// <summary>Bounds what one statement holds in memory on either side.</summary>
    private const int MostRows = 2_000;

    /// <summary>Inserts; a row whose key is taken is an error, since the caller made the key. It may show with the next statement only (<see cref="RoundTrips"/>).</summary>
    public static async Task InsertAsync<T>(this HubDbContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (rows is IReadOnlyList<IAuditedRow> audited)
        {
            db.Leaf?.Add(audited);
        }

        var shape = RowShape.Of<T>(db);
        if (!db.HasArrays)
        {
            await EachAsync(db, shape, (shape.One, rows), null, cancellationToken);
            return;
        }

        foreach (var chunk in rows.Chunk(MostRows))
        {
            await db.LaterAsync(Arrays(db, shape, shape.Many, chunk), cancellationToken);
        }
    }

    /// <returns>The rows that were not there before, in the order given.</returns>
    public static async Task<IReadOnlyList<T>> InsertNewAsync<T>(this HubDbContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var shape = RowShape.Of<T>(db);
        if (!db.HasArrays)
        {
            var added = new List<T>(rows.Count);
            await EachAsync(db, shape, (shape.OneNew, rows), added, cancellationToken);
            return added;
        }

        List<object[]> keys = new(rows.Count);
        foreach (var chunk in rows.Chunk(MostRows))
        {
            await db.NowAsync(
                Arrays(db, shape, shape.ManyNew, chunk),
                async (batch, token) =>
                {
                    await using var reader = await batch.ExecuteReaderAsync(token);
                    while (await reader.ReadAsync(token))
                    {
                        var key = new object[shape.Keys.Count];
                        reader.GetValues(key);
                        keys.Add(key);
                    }
                },
                cancellationToken);
        }

        return keys.Count == rows.Count ? rows : Named(shape, keys, rows);
    }

    private static AskedStatement Arrays<T>(HubDbContext db, RowShape shape, string text, T[] rows)
        where T : class
    {
        using var maker = db.Database.GetDbConnection().CreateCommand();
        return new AskedStatement(db.Statement(text, shape.Columns.Select(column => column.ReadAll(maker, rows))), IsByKey: true);
    }

    private static async Task EachAsync<T>(HubDbContext db, RowShape shape, (string Text, IReadOnlyList<T> Rows) insert, List<T>? added, CancellationToken cancellationToken)
        where T : class
    {
        var command = db.Keep(insert.Text, kept => AddParameters(kept, shape));
        var parameters = command.Parameters;
        foreach (var row in insert.Rows)
        {
            for (var index = 0; index < shape.Columns.Count; index++)
            {
                parameters[index].Value = shape.Columns[index].Read(row) ?? DBNull.Value;
            }

            if (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
            {
                added?.Add(row);
            }
        }
    }

    /// <summary>The names carry their sign: without it the driver tries each sign that a name may have.</summary>
    private static void AddParameters(DbCommand command, RowShape shape)
    {
        foreach (var column in shape.Columns)
        {
            command.Parameters.Add(column.Mapping.CreateParameter(command, $"@p{command.Parameters.Count}", null, column.IsNullable));
        }
    }

    private static IReadOnlyList<T> Named<T>(RowShape shape, List<object[]> keys, IReadOnlyList<T> rows)
        where T : class
    {
        var added = keys.Select(NameOf).ToHashSet();
        return [.. rows.Where(row => added.Remove(NameOf(shape.Keys.Select(key => key.Read(row)))))];
    }

    private static string NameOf(IEnumerable<object?> key) => string.Join('\u001f', key);
}
