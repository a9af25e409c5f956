using Hub.Contracts.Channels;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>One attempt that is to be written down.</summary>
internal sealed record Outcome(Attempt Attempt, bool WaitsForPerson);

/// <summary>What became of one attempt's row.</summary>
/// <param name="Stops">Where the lane stops; null when it goes on to the report's next status.</param>
/// <param name="Written">The row as it is now, or as it was held when the lease had gone to another.</param>
internal sealed record Settled(LaneTurn? Stops, LedgerEntry Written);

/// <summary>Judges attempts and writes what became of them, many in one statement, unless a lease went to another in the meantime.</summary>
internal sealed class LedgerSettlement(ChannelCircuits circuits, HubIds ids, IOptions<StatusSyncOptions> options, TimeProvider clock)
{
    // In plain words the last condition is that of the index of due statuses: while few are due, PostgreSQL would walk it for each id.
    internal static readonly SetChange<(LedgerEntry Held, LedgerEntry Wanted)> Update = new(
        """
        UPDATE status_ledger SET outcome = {outcome}, unknown_since = {unknown}, next_at = {next}, external_reference = {reference}, external_version = {version},
            fault = {fault}, settled_at = {settled}, lease_token = NULL, lease_until = NULL
        {from} WHERE id = {id} AND lease_token IS NOT DISTINCT FROM {token} AND coalesce(outcome, '') IN ('Pending', 'Unknown') RETURNING id
        """,
        SetColumns.Id<(LedgerEntry Held, LedgerEntry Wanted)>("id", pair => pair.Held.Id),
        SetColumns.Id<(LedgerEntry Held, LedgerEntry Wanted)>("token", pair => pair.Held.LeaseToken),
        SetColumns.Text<(LedgerEntry Held, LedgerEntry Wanted)>("outcome", pair => pair.Wanted.Outcome.ToString()),
        SetColumns.Instant<(LedgerEntry Held, LedgerEntry Wanted)>("unknown", pair => pair.Wanted.UnknownSince),
        SetColumns.Instant<(LedgerEntry Held, LedgerEntry Wanted)>("next", pair => pair.Wanted.NextAt),
        SetColumns.Text<(LedgerEntry Held, LedgerEntry Wanted)>("reference", pair => pair.Wanted.ExternalReference),
        SetColumns.Text<(LedgerEntry Held, LedgerEntry Wanted)>("version", pair => pair.Wanted.ExternalVersion),
        SetColumns.Text<(LedgerEntry Held, LedgerEntry Wanted)>("fault", pair => pair.Wanted.Fault),
        SetColumns.Instant<(LedgerEntry Held, LedgerEntry Wanted)>("settled", pair => pair.Wanted.SettledAt));

    /// <returns>One for each attempt, in their order.</returns>
    public async Task<IReadOnlyList<Settled>> SaveAsync(StoreWrite write, IReadOnlyList<Outcome> attempts, Dictionary<string, ChannelCircuit?> seen, CancellationToken cancellationToken)
    {
        var after = await circuits.JudgeAsync(write.Db, [.. attempts.Select(one => one.Attempt)], seen, cancellationToken);
        var judged = attempts.Select((one, index) => (one.Attempt, Verdict: Judged(one.Attempt, one.WaitsForPerson, after[index]), Circuit: after[index])).ToList();
        var rows = judged.Select(one => (Held: one.Attempt.Head, one.Verdict.Wanted)).OrderBy(pair => pair.Held.Id).ToList();
        var ours = (await Update.QueryAsync(write.Db, rows, reader => reader.GetGuid(0), cancellationToken)).ToHashSet();
        await write.Db.InsertAsync(judged.Where(one => ours.Contains(one.Attempt.Head.Id)).Select(one => Line(one.Attempt.Head, one.Verdict.Line)).OfType<TimelineEntry>().ToList(), cancellationToken);

        // A receipt was quicker, and the next may follow; or another holds the lane, and the queue says so.
        return [.. judged.Select(one => !ours.Contains(one.Attempt.Head.Id) ? new Settled(null, one.Attempt.Head)
            : new Settled(one.Verdict.Wanted.SettledAt is null ? Stop(one.Circuit) : null, one.Verdict.Wanted))];
    }

    private TimelineEntry? Line(LedgerEntry held, (string Kind, string Text)? line) => line is { } text
        ? new TimelineEntry { Id = ids.Next(), ReportId = held.ReportId, At = clock.GetUtcNow(), Kind = text.Kind, By = held.Channel, State = held.State, Text = text.Text }
        : null;

    private static LaneTurn Stop(ChannelCircuit? circuit) => circuit is { State: not CircuitState.Closed } ? new LaneTurn.ChannelWaits() : new LaneTurn.Nothing();

    private (LedgerEntry Wanted, (string Kind, string Text)? Line) Judged(Attempt attempt, bool waitsForPerson, ChannelCircuit? circuit)
    {
        var held = attempt.Head;
        var now = clock.GetUtcNow();
        switch (attempt.Result)
        {
            case SyncResult.Delivered delivered:
                var told = held with
                {
                    Outcome = waitsForPerson ? LedgerOutcome.WaitingPerson : LedgerOutcome.Delivered,
                    ExternalReference = delivered.ExternalReference,
                    ExternalVersion = delivered.ExternalVersion,
                    UnknownSince = null,
                    Fault = null,
                    SettledAt = now,
                };
                return (told, (TimelineKinds.Synced, waitsForPerson ? "Dicatat di rekap; menunggu dimasukkan oleh petugas." : "Status disampaikan ke kanal."));
            case SyncResult.Rejected rejected:
                var refused = held with
                {
                    // Refused by the channel, it has not arrived; refused for want of a receipt, or after a first attempt that nobody could settle, it may have.
                    Outcome = LedgerOutcome.Rejected,
                    UnknownSince = attempt.Called && held.BlindRepeats == 0 ? null : held.UnknownSince,
                    Fault = IdentityMask.OneLine($"{rejected.Code}: {rejected.Reason}"),
                    SettledAt = now,
                };
                return (refused, (TimelineKinds.SyncTrouble, $"Kanal menolak status ({rejected.Code}); perlu ditangani petugas."));
            case SyncResult.Unavailable unavailable:
                return Later(attempt, held with { Outcome = LedgerOutcome.Pending, UnknownSince = null, Fault = IdentityMask.OneLine(unavailable.Reason) }, circuit);
            default:
                return Later(attempt, held with { Outcome = LedgerOutcome.Unknown, Fault = IdentityMask.OneLine(((SyncResult.Unknown)attempt.Result).Reason) }, circuit);
        }
    }

    private (LedgerEntry Wanted, (string Kind, string Text)? Line) Later(Attempt attempt, LedgerEntry waiting, ChannelCircuit? circuit)
    {
        var now = clock.GetUtcNow();
        var patience = Backoff.After(waiting.Attempts, options.Value.FirstPause, options.Value.LongestPause);
        var asked = (attempt.Result as SyncResult.Unavailable)?.RetryAfter ?? attempt.RetryAfter;

        // The channel is away, not this report: it is due, and may be the probe, as soon as the channel may be asked again.
        var next = attempt.WholeChannel && circuit is { State: CircuitState.Open, HeldBy: null } ? circuit.RetryAt : now + (asked is { } wait ? Backoff.AtLeast(wait, TimeSpan.Zero) : patience);
        var tooLong = !attempt.WholeChannel && !attempt.Awaits && now - waiting.TriedAt >= options.Value.ParkAfter;
        return tooLong
            ? (waiting with { Outcome = LedgerOutcome.Parked, NextAt = next }, (TimelineKinds.SyncTrouble, "Status belum dapat disampaikan ke kanal dan ditahan; perlu ditangani petugas."))
            : (waiting with { NextAt = next }, null);
    }
}
