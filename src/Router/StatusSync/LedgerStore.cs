using Hub.Contracts.Channels;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>Reads and writes of the ledger. The head of a report is leased in one short update; the push happens outside any transaction.</summary>
internal sealed class LedgerStore(
    HubStore store, LedgerQueue queue, ChannelCircuits circuits, ReporterVault vault, UnitNames units, HubIds ids, IOptions<StatusSyncOptions> options, TimeProvider clock)
{
    public Task<LaneTurn> TakeAsync(Guid reportId, CancellationToken cancellationToken) =>
        store.WriteAsync((write, token) => queue.TakeAsync(write, reportId, token), cancellationToken);

    public Task<List<Guid>> DueAsync(string channel, int most, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => LedgerQueue.DueAsync(db, (channel, most), clock.GetUtcNow(), token), cancellationToken);

    public Task<OutboundStatus> OutboundAsync(LedgerEntry entry, bool needsReporter, CancellationToken cancellationToken) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var report = await db.Set<Report>().AsNoTracking().FirstAsync(row => row.Id == entry.ReportId, token);
                var version = await db.Set<LedgerEntry>().AsNoTracking()
                    .Where(row => row.ReportId == entry.ReportId && row.ExternalVersion != null)
                    .OrderByDescending(row => row.Sequence).Select(row => row.ExternalVersion).FirstOrDefaultAsync(token);
                return new OutboundStatus(entry.Id, report.Number, report.Account, report.ExternalId, entry.State, entry.OccurredAt)
                {
                    PublicNote = entry.PublicNote,
                    IsWordedByHub = entry.IsWordedByHub,
                    UnitCode = entry.UnitCode,
                    UnitName = entry.UnitCode is null ? null : units.Of(entry.UnitCode),
                    Addressee = entry.Addressee is null ? null : units.Of(entry.Addressee),
                    ExternalVersion = Later(report.ContentVersion, version),
                    LastHeardAt = report.LastHeardAt,
                    Reporter = needsReporter ? await ReporterAsync(db, report, token) : null,
                };
            },
            cancellationToken);

    /// <summary>A push is made once more: from now on it is this one whose outcome is unknown.</summary>
    /// <param name="blind">Nobody could tell whether the first one arrived.</param>
    /// <returns>Null when another holds the lane by now: nothing may be sent.</returns>
    public async Task<LedgerEntry?> RepeatAsync(LedgerEntry entry, bool blind, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var repeats = entry.BlindRepeats + (blind ? 1 : 0);
        var ours = await store.WriteAsync(
            (write, token) => Held(write.Db, entry)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.UnknownSince, now).SetProperty(row => row.BlindRepeats, repeats), token),
            cancellationToken);
        return ours == 0 ? null : entry with { UnknownSince = now, BlindRepeats = repeats };
    }

    /// <summary>Writes what became of an attempt, unless the lease went to another in the meantime, and takes the report's next status in the same commit.</summary>
    /// <returns>The next turn of the lane, and what was written.</returns>
    public Task<(LaneTurn Turn, LedgerEntry Written)> SettleAsync(Attempt attempt, bool waitsForPerson, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async (write, token) =>
            {
                var held = attempt.Head;
                var circuit = await circuits.JudgeAsync(write.Db, attempt, token);
                var (wanted, line) = Judged(attempt, waitsForPerson, circuit);
                if (await UpdateAsync(write.Db, held, wanted, token) == 0)
                {
                    // A receipt was quicker, and the next may follow; or another holds the lane, and the queue says so.
                    return (await queue.TakeAsync(write, held.ReportId, token), held);
                }

                if (line is { } text)
                {
                    await write.Db.InsertAsync(
                        [new TimelineEntry { Id = ids.Next(), ReportId = held.ReportId, At = clock.GetUtcNow(), Kind = text.Kind, By = held.Channel, State = held.State, Text = text.Text }],
                        token);
                }

                return (wanted.SettledAt is null ? Stop(circuit) : await queue.TakeAsync(write, held.ReportId, token), wanted);
            },
            cancellationToken);

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

    private static Task<int> UpdateAsync(HubDbContext db, LedgerEntry held, LedgerEntry wanted, CancellationToken cancellationToken) =>
        Held(db, held).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Outcome, wanted.Outcome)
                .SetProperty(row => row.UnknownSince, wanted.UnknownSince)
                .SetProperty(row => row.NextAt, wanted.NextAt)
                .SetProperty(row => row.ExternalReference, wanted.ExternalReference)
                .SetProperty(row => row.ExternalVersion, wanted.ExternalVersion)
                .SetProperty(row => row.Fault, wanted.Fault)
                .SetProperty(row => row.SettledAt, wanted.SettledAt)
                .SetProperty(row => row.LeaseToken, (Guid?)null)
                .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);

    private static IQueryable<LedgerEntry> Held(HubDbContext db, LedgerEntry held) =>
        db.Set<LedgerEntry>().Where(row => row.Id == held.Id && row.LeaseToken == held.LeaseToken && (row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown));

    private async Task<ReporterIdentity?> ReporterAsync(HubDbContext db, Report report, CancellationToken cancellationToken) =>
        report.ReporterRef is { } reference && await vault.OpenAsync(db, reference, cancellationToken) is { } person
            ? person with { ReplyTo = await vault.OpenReplyToAsync(db, report.Id, cancellationToken) }
            : null;

    private static string? Later(string? held, string? told) =>
        long.TryParse(held, out var first) && long.TryParse(told, out var second) ? Math.Max(first, second).ToString(System.Globalization.CultureInfo.InvariantCulture) : told ?? held;
}
