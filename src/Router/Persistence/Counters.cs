namespace Hub.Router.Persistence;

/// <summary>Running numbers. The row stays locked until the commit, so that a number that is seen has no unseen one before it.</summary>
internal static class Counters
{
    internal static readonly SetStatement Taking = new(
        "INSERT INTO counters (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING value",
        "INSERT INTO counters (name, value) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING value");

    /// <returns>The last of the numbers taken.</returns>
    public static async Task<long> TakeAsync(this HubDbContext db, string name, int count, CancellationToken cancellationToken)
    {
        var values = await db.AskAsync((Taking, [name, (long)count]), static row => row.GetInt64(0), cancellationToken);
        return values.Single();
    }
}
