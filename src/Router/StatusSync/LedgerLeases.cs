using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>Leases of ledger rows, taken for many in one statement from rows that are as they were read.</summary>
internal sealed class LedgerLeases(IOptions<StatusSyncOptions> options, HubIds ids, TimeProvider clock)
{
    // Attempts and lease tell whether another lane was here since, the outcome whether a receipt or a person was.
    private const string Untouched = "WHERE id = {id} AND attempts = {seen_attempts} AND lease_token IS NOT DISTINCT FROM {seen_token} AND outcome = {seen_outcome}";

    internal static readonly SetChange<(LedgerEntry Seen, LedgerEntry Held)> Lease = new(
        $$"""
        UPDATE status_ledger SET lease_token = {token}, lease_until = {until}, outcome = 'Unknown', unknown_since = {unknown}, attempts = {attempts}, tried_at = {tried}
        {from} {{Untouched}} RETURNING id
        """,
        [
            .. Seen<(LedgerEntry Seen, LedgerEntry Held)>(pair => pair.Seen),
            SetColumns.Id<(LedgerEntry Seen, LedgerEntry Held)>("token", pair => pair.Held.LeaseToken),
            SetColumns.Instant<(LedgerEntry Seen, LedgerEntry Held)>("until", pair => pair.Held.LeaseUntil),
            SetColumns.Instant<(LedgerEntry Seen, LedgerEntry Held)>("unknown", pair => pair.Held.UnknownSince),
            SetColumns.Number<(LedgerEntry Seen, LedgerEntry Held)>("attempts", pair => pair.Held.Attempts),
            SetColumns.Instant<(LedgerEntry Seen, LedgerEntry Held)>("tried", pair => pair.Held.TriedAt),
        ]);

    internal static readonly SetChange<(LedgerEntry Head, DateTimeOffset At)> Postpone = new(
        $$"""UPDATE status_ledger SET next_at = {next} {from} {{Untouched}}""",
        [.. Seen<(LedgerEntry Head, DateTimeOffset At)>(pair => pair.Head), SetColumns.Instant<(LedgerEntry Head, DateTimeOffset At)>("next", pair => pair.At)]);

    /// <returns>The rows that are ours now, as they were before, with the lease; another took the others.</returns>
    public async Task<List<LedgerEntry>> TakeAsync(HubDbContext db, IReadOnlyList<LedgerEntry> heads, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var wanted = heads.OrderBy(head => head.Id).Select(head => (Seen: head, Held: Leased(head, now))).ToList();
        var taken = (await Lease.QueryAsync(db, wanted, reader => reader.GetGuid(0), cancellationToken)).ToHashSet();
        return [.. wanted.Select(pair => pair.Held).Where(held => taken.Contains(held.Id))];
    }

    public static Task PostponeAsync(HubDbContext db, IReadOnlyList<(LedgerEntry Head, DateTimeOffset At)> heads, CancellationToken cancellationToken) =>
        Postpone.ExecuteAsync(db, heads, cancellationToken);

    private LedgerEntry Leased(LedgerEntry head, DateTimeOffset now) => head with
    {
        LeaseToken = ids.Next(),
        LeaseUntil = now + options.Value.LeaseTime,
        Attempts = head.Attempts + 1,
        UnknownSince = head.UnknownSince ?? now,
        TriedAt = head.TriedAt ?? now,
    };

    private static SetColumn<T>[] Seen<T>(Func<T, LedgerEntry> row) =>
    [
        SetColumns.Id<T>("id", pair => row(pair).Id),
        SetColumns.Number<T>("seen_attempts", pair => row(pair).Attempts),
        SetColumns.Id<T>("seen_token", pair => row(pair).LeaseToken),
        SetColumns.Text<T>("seen_outcome", pair => row(pair).Outcome.ToString()),
    ];
}
