using System.Data.Common;
using System.Globalization;
using Hub.Router.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Accountability;

/// <summary>A row of sums by the names of the statement's columns. Sums add up to the total; the least of a <c>min_</c> is the least of all.</summary>
internal sealed class FigureSums
{
    private readonly Dictionary<string, double> values = new(StringComparer.Ordinal);

    public double this[string name] => values.GetValueOrDefault(name);

    public double? Find(string name) => values.TryGetValue(name, out var value) ? value : null;

    public double? Share(string part, string whole) => this[whole] > 0 ? this[part] / this[whole] : null;

    public void Add(string name, double value) =>
        values[name] = !values.TryGetValue(name, out var held) ? value : name.StartsWith("min_", StringComparison.Ordinal) ? Math.Min(held, value) : held + value;

    public void Set(string name, double? value)
    {
        values.Remove(name);
        if (value is { } known)
        {
            values.Add(name, known);
        }
    }

    public void Add(FigureSums other)
    {
        foreach (var (name, value) in other.values)
        {
            Add(name, value);
        }
    }
}

/// <summary>Runs a statement that counts by a key. What comes back is a row a key, whatever the number of reports behind it.</summary>
internal static class FigureReading
{
    /// <summary>Adds every column but the keys to the sums of its row.</summary>
    /// <param name="keys">How many columns at the beginning make the key.</param>
    public static Task SumAsync(
        this HubDbContext db, (string Text, IReadOnlyList<(string Name, object Value)> Values) query, FigureRows rows, CancellationToken cancellationToken, int keys = 1) =>
        db.EachAsync(
            query,
            reader =>
            {
                var sums = rows.Of(reader.GetString(0), keys > 1 ? reader.GetString(1) : null);
                for (var column = keys; column < reader.FieldCount; column++)
                {
                    if (!reader.IsDBNull(column))
                    {
                        sums.Add(reader.GetName(column), Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture));
                    }
                }
            },
            cancellationToken);

    public static async Task EachAsync(
        this HubDbContext db, (string Text, IReadOnlyList<(string Name, object Value)> Values) query, Action<DbDataReader> row, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = query.Text;
        command.CommandTimeout = 300;
        foreach (var (name, value) in query.Values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            row(reader);
        }
    }
}

/// <summary>The rows of a figure while it is counted, by key and, for routing, rule set.</summary>
internal sealed class FigureRows
{
    private readonly SortedDictionary<(string Key, string RuleSet), FigureSums> rows = new(
        Comparer<(string Key, string RuleSet)>.Create(static (one, other) => string.CompareOrdinal(one.Key, other.Key) is not 0 and var order ? order : string.CompareOrdinal(one.RuleSet, other.RuleSet)));

    public FigureSums Of(string key, string? ruleSet = null)
    {
        if (!rows.TryGetValue((key, ruleSet ?? ""), out var sums))
        {
            rows.Add((key, ruleSet ?? ""), sums = new FigureSums());
        }

        return sums;
    }

    public IEnumerable<(string Key, string RuleSet, FigureSums Sums)> All() => rows.Select(row => (row.Key.Key, row.Key.RuleSet, row.Value));

    public FigureSums Total()
    {
        var total = new FigureSums();
        foreach (var sums in rows.Values)
        {
            total.Add(sums);
        }

        return total;
    }
}
