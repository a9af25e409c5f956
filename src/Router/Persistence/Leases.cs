using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Persistence;

/// <summary>Things only one process may do at a time. Losing a lease harms nobody: every effect has its own unique key.</summary>
internal sealed class Leases(HubStore store, HubIds ids, TimeProvider clock)
{
    /// <summary>For work that starts anew every few seconds: when its process dies, another goes on after this.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>No lease is held for so long: one that ends later was taken by a clock that went wrong, and its process may be long dead.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly string owner = ids.Next().ToString("N");

    /// <returns>The fence number while the lease is ours, else null.</returns>
    public async Task<long?> HoldAsync(string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (until, longest) = (now + duration, now + Longest);
        var rows = await store.WriteAsync(
            (write, token) => write.Db.Set<Lease>()
                .FromSql($"""
                    INSERT INTO leases (name, owner, fence, until) VALUES ({name}, {owner}, 1, {until})
                    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until,
                        fence = CASE WHEN leases.owner = excluded.owner THEN leases.fence ELSE leases.fence + 1 END
                    WHERE leases.owner = excluded.owner OR leases.until < {now} OR leases.until > {longest}
                    RETURNING *
                    """)
                .AsNoTracking().ToListAsync(token),
            cancellationToken);

        return rows.SingleOrDefault()?.Fence;
    }

    /// <summary>Keeps leases that are still ours; one that went to another stays there.</summary>
    public Task KeepAsync(IReadOnlyCollection<string> names, TimeSpan duration, CancellationToken cancellationToken) =>
        UntilAsync(names, clock.GetUtcNow() + duration, cancellationToken);

    /// <summary>Lets another process have them at once.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        UntilAsync(names, clock.GetUtcNow() - TimeSpan.FromSeconds(1), cancellationToken);

    private Task UntilAsync(IReadOnlyCollection<string> names, DateTimeOffset until, CancellationToken cancellationToken) => names.Count == 0
        ? Task.CompletedTask
        : store.WriteAsync(
            (write, token) => write.Db.Set<Lease>().Where(row => row.Owner == owner && names.Contains(row.Name))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Until, until), token),
            cancellationToken);
}
