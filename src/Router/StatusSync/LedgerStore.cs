using Hub.Contracts.Channels;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.StatusSync;

/// <summary>Reads and writes of the ledger. The head of a report is leased in one short update; the push happens outside any transaction.</summary>
internal sealed class LedgerStore(HubStore store, ReporterVault vault, UnitNames units, HubIds ids, TimeProvider clock)
{
    /// <summary>Longer than any attempt may take.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    private static readonly LedgerOutcome[] Open = [LedgerOutcome.Pending, LedgerOutcome.Unknown];

    /// <summary>Leases the oldest unsettled status of the report if it is due, and marks it unknown until its result is known.</summary>
    /// <returns>The row as it was before; null when nothing is due or another holds it.</returns>
    public Task<LedgerEntry?> TakeHeadAsync(Guid reportId, CancellationToken cancellationToken) =>
        store.WriteAsync<LedgerEntry?>(
            async (write, token) =>
            {
                var now = clock.GetUtcNow();
                var rows = write.Db.Set<LedgerEntry>();
                var head = await rows.AsNoTracking().Where(row => row.ReportId == reportId && Open.Contains(row.Outcome))
                    .OrderBy(row => row.Sequence).FirstOrDefaultAsync(token);
                if (head is null || head.NextAt > now)
                {
                    return null;
                }

                var lease = ids.Next();
                var until = now + LeaseTime;
                var since = head.UnknownSince ?? now;

                // The number of attempts tells whether another lane was here since the row was read.
                var taken = await rows.Where(row => row.Id == head.Id && row.Attempts == head.Attempts && Open.Contains(row.Outcome) && (row.LeaseUntil == null || row.LeaseUntil < now))
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.LeaseToken, lease).SetProperty(row => row.LeaseUntil, until)
                            .SetProperty(row => row.Outcome, LedgerOutcome.Unknown).SetProperty(row => row.UnknownSince, since)
                            .SetProperty(row => row.Attempts, row => row.Attempts + 1),
                        token);
                return taken == 1 ? head with { LeaseToken = lease, Attempts = head.Attempts + 1, UnknownSince = since } : null;
            },
            cancellationToken);

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
    public async Task<LedgerEntry> RepeatAsync(LedgerEntry entry, bool blind, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var repeats = entry.BlindRepeats + (blind ? 1 : 0);
        await store.WriteAsync(
            (write, token) => write.Db.Set<LedgerEntry>().Where(row => row.Id == entry.Id && row.LeaseToken == entry.LeaseToken)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.UnknownSince, now).SetProperty(row => row.BlindRepeats, repeats), token),
            cancellationToken);
        return entry with { UnknownSince = now, BlindRepeats = repeats };
    }

    public Task SettleAsync(LedgerEntry entry, LedgerOutcome outcome, SyncResult.Delivered delivered, CancellationToken cancellationToken) =>
        UpdateAsync(entry, entry with { Outcome = outcome, ExternalReference = delivered.ExternalReference, ExternalVersion = delivered.ExternalVersion, SettledAt = clock.GetUtcNow() },
            (TimelineKinds.Synced, outcome is LedgerOutcome.WaitingPerson ? "Dicatat di rekap; menunggu dimasukkan oleh petugas." : "Status disampaikan ke kanal."), cancellationToken);

    public Task RejectAsync(LedgerEntry entry, SyncResult.Rejected rejected, CancellationToken cancellationToken) =>
        UpdateAsync(entry, entry with { Outcome = LedgerOutcome.Rejected, Fault = IdentityMask.OneLine($"{rejected.Code}: {rejected.Reason}"), SettledAt = clock.GetUtcNow() },
            (TimelineKinds.SyncTrouble, $"Kanal menolak status ({rejected.Code}); perlu ditangani petugas."), cancellationToken);

    public Task PostponeAsync(LedgerEntry entry, LedgerOutcome outcome, (string Reason, TimeSpan Pause) why, CancellationToken cancellationToken) =>
        UpdateAsync(
            entry,
            entry with
            {
                Outcome = outcome,
                UnknownSince = outcome is LedgerOutcome.Unknown ? entry.UnknownSince : null,
                NextAt = clock.GetUtcNow() + why.Pause,
                Fault = IdentityMask.OneLine(why.Reason),
            },
            null,
            cancellationToken);

    /// <summary>Reports of a channel with something due, oldest first.</summary>
    public Task<List<Guid>> DueAsync(string channel, int most, CancellationToken cancellationToken) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var now = clock.GetUtcNow();
                var open = db.Set<LedgerEntry>().AsNoTracking().Where(row => Open.Contains(row.Outcome));

                // What stands behind a waiting status is not due, or a channel's blocked reports would fill the list.
                return await open
                    .Where(row => row.Channel == channel && row.NextAt <= now && (row.LeaseUntil == null || row.LeaseUntil < now))
                    .Where(row => !open.Any(earlier => earlier.ReportId == row.ReportId && earlier.Sequence < row.Sequence))
                    .OrderBy(row => row.NextAt).Take(most).Select(row => row.ReportId).ToListAsync(token);
            },
            cancellationToken);

    /// <summary>Writes what became of an attempt, unless the lease went to another in the meantime.</summary>
    private Task UpdateAsync(LedgerEntry held, LedgerEntry wanted, (string Kind, string Text)? line, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async (write, token) =>
            {
                var changed = await write.Db.Set<LedgerEntry>().Where(row => row.Id == held.Id && row.LeaseToken == held.LeaseToken && Open.Contains(row.Outcome))
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.Outcome, wanted.Outcome)
                            .SetProperty(row => row.UnknownSince, wanted.UnknownSince)
                            .SetProperty(row => row.NextAt, wanted.NextAt)
                            .SetProperty(row => row.ExternalReference, wanted.ExternalReference)
                            .SetProperty(row => row.ExternalVersion, wanted.ExternalVersion)
                            .SetProperty(row => row.Fault, wanted.Fault)
                            .SetProperty(row => row.SettledAt, wanted.SettledAt)
                            .SetProperty(row => row.LeaseToken, (Guid?)null)
                            .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null),
                        token);
                if (changed == 1 && line is { } text)
                {
                    await write.Db.InsertAsync(
                        [new TimelineEntry { Id = ids.Next(), ReportId = held.ReportId, At = clock.GetUtcNow(), Kind = text.Kind, By = held.Channel, State = held.State, Text = text.Text }],
                        token);
                }
            },
            cancellationToken);

    private async Task<ReporterIdentity?> ReporterAsync(HubDbContext db, Report report, CancellationToken cancellationToken) =>
        report.ReporterRef is { } reference && await vault.OpenAsync(db, reference, cancellationToken) is { } person
            ? person with { ReplyTo = await vault.OpenReplyToAsync(db, report.Id, cancellationToken) }
            : null;

    private static string? Later(string? held, string? told) =>
        long.TryParse(held, out var first) && long.TryParse(told, out var second) ? Math.Max(first, second).ToString(System.Globalization.CultureInfo.InvariantCulture) : told ?? held;
}
