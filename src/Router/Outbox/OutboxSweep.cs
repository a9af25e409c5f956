using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Outbox;

/// <summary>Finds in the table what memory lost and what is to be tried again: of each report the oldest message only.</summary>
internal sealed class OutboxSweep(HubStore store, Leases leases, TimeProvider clock)
{
    public const int Most = 256;

    /// <summary>So long a new row is on its way through memory; it falls due for the sweep only then, so that the sweep does not wade through the young.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    /// <returns>Nothing when another process sweeps.</returns>
    public async Task<List<OutboxMessage>> FindAsync(CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("outbox-sweep", Leases.Short, cancellationToken) is null)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        return await store.ReadAsync(
            (db, token) =>
            {
                var rows = db.Set<OutboxMessage>().AsNoTracking();
                return rows
                    .Where(row => row.NextAt <= now && row.ParkedAt == null)
                    .Where(row => !rows.Any(earlier => earlier.OrderKey == row.OrderKey
                        && (earlier.Sequence < row.Sequence || (earlier.Sequence == row.Sequence && earlier.Id.CompareTo(row.Id) < 0))))
                    .OrderBy(row => row.NextAt).Take(Most).ToListAsync(token);
            },
            cancellationToken);
    }
}
