using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>What a key is to be.</summary>
/// <param name="Scopes">Words of <see cref="UnitScopes"/>.</param>
/// <param name="ExpiresAt">Null for a key without an end.</param>
public sealed record UnitKeyWish(string Unit, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <summary>Keys of units in the hands of operators: each act is in the journal, no key ever is.</summary>
public sealed class UnitKeyDesk
{
    private readonly HubStore store;
    private readonly UnitKeys keys;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal UnitKeyDesk(HubStore store, UnitKeys keys, OperatorJournal journal, TimeProvider clock) => (this.store, this.keys, this.journal, this.clock) = (store, keys, journal, clock);

    /// <returns>The key, shown this once.</returns>
    public async Task<string> IssueAsync(UnitKeyWish wish, (string By, string Reason) act, CancellationToken cancellationToken)
    {
        var (key, row) = keys.Make(wish.Unit, Scopes(wish.Scopes), wish.ExpiresAt);
        await store.WriteAsync(
            async (write, token) =>
            {
                await write.Db.InsertAsync([row], token);
                await journal.AddAsync(write.Db, (act.By, "units.key.issue", wish.Unit), $"{row.Prefix} ({row.Scopes}): {act.Reason}", 1, token);
            },
            cancellationToken);
        return key;
    }

    /// <summary>A new key that may do what the old one could; the old one opens until the end of the overlap, so that both are valid meanwhile.</summary>
    /// <returns>Null when no valid key has this prefix.</returns>
    public Task<string?> RotateAsync(string prefix, TimeSpan overlap, (string By, string Reason) act, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? end = now + overlap;
        return store.WriteAsync<string?>(
            async (write, token) =>
            {
                var rows = write.Db.Set<UnitKey>();
                if (await Valid(rows, now).AsNoTracking().FirstOrDefaultAsync(row => row.Prefix == prefix, token) is not { } old)
                {
                    return null;
                }

                // The new key ends when the old one was to end anew: a rotation does not make a key live for ever.
                var (key, row) = keys.Make(old.Unit, old.Scopes, old.ExpiresAt is { } expires ? now + (expires - old.CreatedAt) : null);
                await write.Db.InsertAsync([row], token);
                await rows.Where(each => each.Prefix == prefix && (each.ExpiresAt == null || each.ExpiresAt > end)).ExecuteUpdateAsync(set => set.SetProperty(each => each.ExpiresAt, end), token);
                await journal.AddAsync(write.Db, (act.By, "units.key.rotate", old.Unit), $"{prefix} -> {row.Prefix}: {act.Reason}", 1, token);
                return key;
            },
            cancellationToken);
    }

    /// <returns>How many keys were in use; they open nothing from now on.</returns>
    public Task<int> RevokeAsync(string unit, string? prefix, (string By, string Reason) act, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return store.WriteAsync(
            async (write, token) =>
            {
                var count = await write.Db.Set<UnitKey>().Where(row => row.Unit == unit && row.RevokedAt == null && (prefix == null || row.Prefix == prefix))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), token);
                await journal.AddAsync(write.Db, (act.By, "units.key.revoke", unit), $"{prefix ?? "all"}: {act.Reason}", count, token);
                return count;
            },
            cancellationToken);
    }

    /// <param name="unit">Null for all units.</param>
    public Task<List<UnitKeyLine>> ListAsync(string? unit, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => db.Set<UnitKey>().AsNoTracking().Where(row => unit == null || row.Unit == unit).OrderBy(row => row.Unit).ThenBy(row => row.CreatedAt)
            .Select(row => new UnitKeyLine(row.Prefix, row.Unit, row.Scopes, row.CreatedAt, row.ExpiresAt, row.RevokedAt, row.UsedAt)).ToListAsync(token),
        cancellationToken);

    private static IQueryable<UnitKey> Valid(IQueryable<UnitKey> rows, DateTimeOffset now) =>
        rows.Where(row => row.RevokedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now));

    private static string Scopes(IReadOnlyList<string> scopes) => string.Join(',', UnitScopes.All.Where(scope => scopes.Contains(scope, StringComparer.Ordinal)));
}
