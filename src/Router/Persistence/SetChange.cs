using System.Data.Common;

namespace Hub.Router.Persistence;

/// <summary>One value of each row of a <see cref="SetChange{T}"/>, as an array.</summary>
internal sealed record SetColumn<T>(string Name, string Type, Func<IReadOnlyList<T>, Array> All);

/// <summary>
/// One statement that writes many rows. PostgreSQL gets an array for each column, so that the text and its plan stay the same
/// however many rows there are; SQLite runs one compiled statement row by row. In the template {name} is a value and {from} the
/// place where PostgreSQL lists the values. Rows are given in one order everywhere, since they are locked in it.
/// </summary>
internal sealed class SetChange<T>
{
    private readonly SetColumn<T>[] columns;
    private readonly SetStatement statement;

    public SetChange(string template, params SetColumn<T>[] columns)
    {
        this.columns = columns;
        var lists = columns.Select((column, index) => $"${index + 1}::{column.Type}[]");
        var many = template.Replace("{from}", $"FROM unnest({string.Join(", ", lists)}) AS v({string.Join(", ", columns.Select(column => "_" + column.Name))})", StringComparison.Ordinal);
        var each = template.Replace("{from}", "", StringComparison.Ordinal);
        for (var index = 0; index < columns.Length; index++)
        {
            many = many.Replace($"{{{columns[index].Name}}}", $"v._{columns[index].Name}", StringComparison.Ordinal);
            each = each.Replace($"{{{columns[index].Name}}}", $"@p{index}", StringComparison.Ordinal);
        }

        statement = new SetStatement(many, each);
    }

    /// <summary>For PostgreSQL.</summary>
    public string Many => statement.Many;

    /// <summary>For SQLite.</summary>
    public string Each => statement.Each;

    /// <summary>The values as PostgreSQL gets them, for a look at its plan.</summary>
    public object[] Arrays(IReadOnlyList<T> rows) => [.. columns.Select(column => column.All(rows))];

    /// <summary>Writes; nobody needs to know how many rows it touched.</summary>
    public Task ExecuteAsync(HubDbContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken) => db.TellAsync(statement, Arrays(rows), cancellationToken);

    /// <returns>How many rows it touched.</returns>
    public Task<int> CountAsync(HubDbContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken) => db.CountAsync(statement, Arrays(rows), cancellationToken);

    /// <returns>What the statement returns, in no promised order.</returns>
    public Task<List<TResult>> QueryAsync<TResult>(HubDbContext db, IReadOnlyList<T> rows, Func<DbDataReader, TResult> read, CancellationToken cancellationToken) =>
        db.AskAsync((statement, Arrays(rows)), read, cancellationToken);
}

/// <summary>Columns in the types that both engines keep.</summary>
internal static class SetColumns
{
    public static SetColumn<T> Id<T>(string name, Func<T, Guid?> read) => Of(name, "uuid", read);

    public static SetColumn<T> Number<T>(string name, Func<T, long> read) => Of(name, "bigint", read);

    public static SetColumn<T> Flag<T>(string name, Func<T, bool> read) => Of(name, "boolean", read);

    public static SetColumn<T> Instant<T>(string name, Func<T, DateTimeOffset?> read) => Of<T, DateTime?>(name, "timestamptz", row => read(row)?.UtcDateTime);

    public static SetColumn<T> Text<T>(string name, Func<T, string?> read) => Of<T, string?>(name, "text", row => RowColumn.WithoutNull(read(row)));

    private static SetColumn<T> Of<T, TValue>(string name, string type, Func<T, TValue> read) => new(name, type, rows =>
    {
        var values = new TValue[rows.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = read(rows[index]);
        }

        return values;
    });
}
