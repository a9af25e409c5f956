using Hub.Router.Persistence;

namespace Hub.Router.Units;

/// <summary>
/// Places in the inboxes of units, taken once for each unit of a batch. The counter stays locked until the commit, so that what
/// is seen later stands later; counters are taken in the order of their names, so that two batches do not lock each other out.
/// </summary>
internal static class InboxPlaces
{
    internal static readonly SetChange<KeyValuePair<string, int>> Take = new(
        """
        INSERT INTO counters (name, value) SELECT {name}, {count} {from} WHERE true
        ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING name, value
        """,
        SetColumns.Text<KeyValuePair<string, int>>("name", wanted => wanted.Key),
        SetColumns.Number<KeyValuePair<string, int>>("count", wanted => wanted.Value));

    /// <returns>For each code the next place of that unit, in the order given; null for null.</returns>
    public static async Task<IReadOnlyList<long?>> TakeAsync(HubDbContext db, IReadOnlyList<string?> units, CancellationToken cancellationToken)
    {
        var wanted = units.OfType<string>().CountBy(unit => $"unit-inbox-{unit}").OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var taken = await Take.QueryAsync(db, wanted, reader => (Name: reader.GetString(0), Last: reader.GetInt64(1)), cancellationToken);
        var next = taken.ToDictionary(counter => counter.Name, counter => counter.Last - wanted.Find(pair => pair.Key == counter.Name).Value, StringComparer.Ordinal);
        return [.. units.Select(unit => unit is null ? (long?)null : ++next[$"unit-inbox-{unit}"])];
    }
}
