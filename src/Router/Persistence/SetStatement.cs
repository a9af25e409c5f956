using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Router.Persistence;

/// <summary>
/// A statement of the hot path for many keys at once. PostgreSQL is asked once, with arrays (<c>$1</c>, <c>$2</c>, …); SQLite,
/// which is in this process, is asked for each key with one compiled statement (<c>@p0</c>, <c>@p1</c>, …).
/// </summary>
/// <param name="Many">Must find its rows by index at any size of the table, also with a plan made while the table was empty.</param>
internal sealed record SetStatement(string Many, string Each)
{
    /// <summary>Rows are found by keys that are given; false for what looks for rows that are due.</summary>
    public bool IsByKey { get; init; } = true;
}

internal static class SetStatements
{
    /// <param name="query">An array has a value for each key, all of one length; anything else is the same for all keys.</param>
    public static async Task<List<T>> AskAsync<T>(
        this HubDbContext db, (SetStatement Statement, object[] Values) query, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        if (Keys(query.Values) is var keys and > 0)
        {
            await (db.HasArrays
                ? db.NowAsync(Arrays(db, query), async (batch, token) => await ReadAsync(await batch.ExecuteReaderAsync(token), found, read, token), cancellationToken)
                : EachAsync(db, (query.Statement.Each, keys, query.Values), async (command, token) => await ReadAsync(await command.ExecuteReaderAsync(token), found, read, token), cancellationToken));
        }

        return found;
    }

    /// <returns>How many rows it changed.</returns>
    public static async Task<int> CountAsync(this HubDbContext db, SetStatement statement, object[] values, CancellationToken cancellationToken)
    {
        var count = 0;
        if (Keys(values) is not (var keys and > 0))
        {
            return count;
        }

        if (!db.HasArrays)
        {
            await EachAsync(db, (statement.Each, keys, values), async (command, token) => count += await command.ExecuteNonQueryAsync(token), cancellationToken);
            return count;
        }

        var asked = Arrays(db, (statement, values));
        await db.NowAsync(asked, static (batch, token) => batch.ExecuteNonQueryAsync(token), cancellationToken);
        return asked.Command.RecordsAffected;
    }

    /// <summary>Changes rows; nobody needs to know how many.</summary>
    public static async Task TellAsync(this HubDbContext db, SetStatement statement, object[] values, CancellationToken cancellationToken)
    {
        if (Keys(values) is var keys and > 0)
        {
            await (db.HasArrays
                ? db.LaterAsync(Arrays(db, (statement, values)), cancellationToken)
                : EachAsync(db, (statement.Each, keys, values), static (command, token) => command.ExecuteNonQueryAsync(token), cancellationToken));
        }
    }

    private static int Keys(object[] values) => values.OfType<Array>().Where(IsArray).Select(array => array.Length).FirstOrDefault(1);

    private static async Task ReadAsync<T>(DbDataReader reader, List<T> found, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (reader)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(read(reader));
            }
        }
    }

    private static AskedStatement Arrays(HubDbContext db, (SetStatement Statement, object[] Values) query)
    {
        using var maker = db.Database.GetDbConnection().CreateCommand();
        return new AskedStatement(db.Statement(query.Statement.Many, query.Values.Select(value => Parameter(db, maker, value))), query.Statement.IsByKey);
    }

    private static DbParameter Parameter(HubDbContext db, DbCommand command, object value)
    {
        if (value is DateTime?[])
        {
            // The driver would guess the zone from the first instant, which may be none.
            return db.GetService<IRelationalTypeMappingSource>().FindMapping(value.GetType(), "timestamp with time zone[]")!.CreateParameter(command, "", value, nullable: false);
        }

        var parameter = command.CreateParameter();
        parameter.Value = value;
        return parameter;
    }

    private static async Task EachAsync(
        HubDbContext db, (string Text, int Keys, object[] Values) query, Func<DbCommand, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        // Within a transaction the connection is open already; the two calls then count up and down.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var command = db.Keep(query.Text, kept => AddParameters(kept, query.Values.Length));
            for (var key = 0; key < query.Keys; key++)
            {
                for (var index = 0; index < query.Values.Length; index++)
                {
                    command.Parameters[index].Value = (IsArray(query.Values[index]) ? ((Array)query.Values[index]).GetValue(key) : query.Values[index]) ?? DBNull.Value;
                }

                await run(command, cancellationToken);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The names carry their sign: without it the driver tries each sign that a name may have.</summary>
    private static void AddParameters(DbCommand command, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }
    }

    private static bool IsArray(object value) => value is Array and not byte[];
}
