using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Router.Persistence;

/// <summary>One value of each row of a <see cref="SetChange{T}"/>: for SQLite alone, for PostgreSQL as an array.</summary>
internal sealed record SetColumn<T>(string Name, string Type, Func<T, object?> One, Func<IReadOnlyList<T>, Array> All);

/// <summary>
/// One statement that writes many rows. PostgreSQL gets an array for each column, so that the text and its plan stay the same
/// however many rows there are; SQLite runs one compiled statement row by row. In the template {name} is a value and {from} the
/// place where PostgreSQL lists the values. Rows are given in one order everywhere, since they are locked in it.
/// </summary>
internal sealed class SetChange<T>
{
    private readonly SetColumn<T>[] columns;

    public SetChange(string template, params SetColumn<T>[] columns)
    {
        this.columns = columns;
        var lists = columns.Select((column, index) => $"${index + 1}::{column.Type}[]");
        Many = template.Replace("{from}", $"FROM unnest({string.Join(", ", lists)}) AS v({string.Join(", ", columns.Select(column => "_" + column.Name))})", StringComparison.Ordinal);
        Each = template.Replace("{from}", "", StringComparison.Ordinal);
        for (var index = 0; index < columns.Length; index++)
        {
            Many = Many.Replace($"{{{columns[index].Name}}}", $"v._{columns[index].Name}", StringComparison.Ordinal);
            Each = Each.Replace($"{{{columns[index].Name}}}", $"@p{index}", StringComparison.Ordinal);
        }
    }

    /// <summary>For PostgreSQL.</summary>
    public string Many { get; }

    /// <summary>For SQLite.</summary>
    public string Each { get; }

    /// <summary>The values as PostgreSQL gets them, for a look at its plan.</summary>
    public object[] Arrays(IReadOnlyList<T> rows) => [.. columns.Select(column => column.All(rows))];

    /// <returns>How many rows it touched.</returns>
    public async Task<int> ExecuteAsync(HubDbContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        var touched = 0;
        await RunAsync(db, rows, async command => touched += await command.ExecuteNonQueryAsync(cancellationToken));
        return touched;
    }

    /// <returns>What the statement returns, in no promised order.</returns>
    public async Task<List<TResult>> QueryAsync<TResult>(HubDbContext db, IReadOnlyList<T> rows, Func<DbDataReader, TResult> read, CancellationToken cancellationToken)
    {
        var found = new List<TResult>(rows.Count);
        await RunAsync(db, rows, async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(read(reader));
            }
        });
        return found;
    }

    private async Task RunAsync(HubDbContext db, IReadOnlyList<T> rows, Func<DbCommand, Task> run)
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (db.HasArrays())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = Many;
            Array.ForEach(columns, column => Add(command, "", column.All(rows)));
            await run(command);
            return;
        }

        // With its sign the driver finds a name at the first try.
        var kept = db.Keep(Each, fresh => Array.ForEach(columns, _ => Add(fresh, $"@p{fresh.Parameters.Count}", DBNull.Value)));
        foreach (var row in rows)
        {
            for (var index = 0; index < columns.Length; index++)
            {
                kept.Parameters[index].Value = columns[index].One(row) ?? DBNull.Value;
            }

            await run(kept);
        }
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}

/// <summary>Columns in the types that both engines keep.</summary>
internal static class SetColumns
{
    public static SetColumn<T> Id<T>(string name, Func<T, Guid?> read) => Of(name, "uuid", read);

    public static SetColumn<T> Number<T>(string name, Func<T, long> read) => Of(name, "bigint", read);

    public static SetColumn<T> Flag<T>(string name, Func<T, bool> read) => Of(name, "boolean", read);

    public static SetColumn<T> Instant<T>(string name, Func<T, DateTimeOffset?> read) => Of<T, DateTime?>(name, "timestamptz", row => read(row)?.UtcDateTime);

    /// <summary>PostgreSQL cannot hold the sign U+0000 in a text.</summary>
    public static SetColumn<T> Text<T>(string name, Func<T, string?> read) =>
        Of<T, string?>(name, "text", row => read(row) is { } text && text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : read(row));

    private static SetColumn<T> Of<T, TValue>(string name, string type, Func<T, TValue> read) => new(name, type, row => read(row), rows =>
    {
        var values = new TValue[rows.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = read(rows[index]);
        }

        return values;
    });
}
