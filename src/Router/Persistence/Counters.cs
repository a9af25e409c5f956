using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Persistence;

/// <summary>Running numbers. The row stays locked until the commit, so that a number that is seen has no unseen one before it.</summary>
internal static class Counters
{
    /// <returns>The last of the numbers taken.</returns>
    public static async Task<long> TakeAsync(this HubDbContext db, string name, int count, CancellationToken cancellationToken)
    {
        var rows = await db.Set<Counter>()
            .FromSql($"INSERT INTO counters (name, value) VALUES ({name}, {(long)count}) ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING name, value")
            .AsNoTracking().ToListAsync(cancellationToken);
        return rows.Single().Value;
    }
}
