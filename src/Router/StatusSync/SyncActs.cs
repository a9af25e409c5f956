using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.StatusSync;

/// <summary>Whose word it is, and why.</summary>
public sealed record OperatorWord(string By, string Reason);

/// <summary>Which statuses are to be tried anew: those of one report, or of a channel.</summary>
/// <param name="Refused">The refused ones of the channel, instead of those that wait or are parked.</param>
public sealed record RetryChoice(string? Number = null, string? Channel = null, bool Refused = false);

/// <summary>What a person's act came to. The four cases are the whole list.</summary>
public abstract record SyncActResult
{
    private SyncActResult()
    {
    }

    public sealed record Done(string Text) : SyncActResult;

    public sealed record NoReport(string Number) : SyncActResult;

    public sealed record NoChannel(string Channel) : SyncActResult;

    /// <summary>It cannot be done as things stand; the text says why.</summary>
    public sealed record Refused(string Reason) : SyncActResult;
}

/// <summary>What operations staff may do about the status sync; each act is in the journal, in the transaction that does it.</summary>
public sealed class SyncActs
{
    private readonly HubStore store;
    private readonly ChannelCircuits circuits;
    private readonly OperatorJournal journal;
    private readonly HubIds ids;
    private readonly TimeProvider clock;

    internal SyncActs(HubStore store, ChannelCircuits circuits, OperatorJournal journal, HubIds ids, TimeProvider clock)
    {
        this.store = store;
        this.circuits = circuits;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// <summary>Opens or closes a channel's circuit for all processes. One that a person opened stays open until a person closes it.</summary>
    public Task<SyncActResult> SetCircuitAsync(string channel, bool open, OperatorWord word, CancellationToken cancellationToken) => store.WriteAsync<SyncActResult>(
        async (write, token) =>
        {
            var (by, reason) = (IdentityMask.OneLine(word.By), IdentityMask.OneLine(word.Reason));
            await circuits.SetAsync(write.Db, channel, (open, by, reason), token);
            await journal.AddAsync(write.Db, (by, open ? "sync.open" : "sync.close", channel), reason, 1, token);
            return new SyncActResult.Done(open ? $"{channel} is told nothing until: hub sync close {channel}" : $"{channel} is told again, slowly at first.");
        },
        cancellationToken);

    /// <returns>How many statuses the choice means, with the first few numbers.</returns>
    public Task<(int Count, List<string> Sample)> PreviewAsync(RetryChoice choice, int sample, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var rows = Chosen(db, choice);
            var reports = rows.OrderBy(row => row.OccurredAt).Select(row => row.ReportId).Take(sample);
            return (await rows.CountAsync(token), await db.Set<Report>().AsNoTracking().Where(report => reports.Contains(report.Id)).OrderBy(report => report.Number).Select(report => report.Number).ToListAsync(token));
        },
        cancellationToken);

    /// <summary>Tries the chosen statuses anew, with a fresh time limit. What may have arrived is read back first.</summary>
    /// <returns>How many.</returns>
    public Task<int> RetryAsync(RetryChoice choice, OperatorWord word, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            var now = clock.GetUtcNow();
            var chosen = await Chosen(write.Db, choice).Select(row => row.Id).ToListAsync(token);
            var count = 0;
            foreach (var slice in chosen.Chunk(500))
            {
                var rows = Idle(write.Db, now).Where(row => slice.Contains(row.Id) && row.Outcome != LedgerOutcome.Delivered && row.Outcome != LedgerOutcome.Dropped);

                // A failure the channel reported is certain; otherwise what was unknown still is.
                await rows.Where(row => row.Receipt == Contracts.Channels.Receipt.Failed).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.Receipt, (Contracts.Channels.Receipt?)null).SetProperty(row => row.UnknownSince, (DateTimeOffset?)null), token);
                count += await RenewAsync(rows.Where(row => row.UnknownSince != null), LedgerOutcome.Unknown, now, token);
                count += await RenewAsync(rows.Where(row => row.UnknownSince == null), LedgerOutcome.Pending, now, token);
            }

            await journal.AddAsync(write.Db, (word.By, "sync.retry", choice.Number ?? $"--channel {choice.Channel}{(choice.Refused ? " --refused" : "")}"), word.Reason, count, token);
            return count;
        },
        cancellationToken);

    /// <summary>A person settles what holds a report: the parked status, else the one that waits, else the refused one.</summary>
    public Task<SyncActResult> SettleAsync(string number, bool delivered, OperatorWord word, CancellationToken cancellationToken) => store.WriteAsync<SyncActResult>(
        async (write, token) =>
        {
            var report = await write.Db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, token);
            if (report is null)
            {
                return new SyncActResult.NoReport(number);
            }

            var open = await write.Db.Set<LedgerEntry>().AsNoTracking()
                .Where(row => row.ReportId == report.Id && row.Outcome != LedgerOutcome.Delivered && row.Outcome != LedgerOutcome.Dropped && row.Outcome != LedgerOutcome.WaitingPerson)
                .OrderBy(row => row.Sequence).ToListAsync(token);
            return open.OrderBy(row => row.Outcome is LedgerOutcome.Rejected).FirstOrDefault() is { } entry
                ? await SettleAsync(write.Db, (report.Number, entry), (delivered, word), token)
                : new SyncActResult.Refused($"The channel of {number} knows all its statuses; there is nothing to settle.");
        },
        cancellationToken);

    private async Task<SyncActResult> SettleAsync(HubDbContext db, (string Number, LedgerEntry Entry) what, (bool Delivered, OperatorWord Word) how, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (entry, outcome) = (what.Entry, how.Delivered ? LedgerOutcome.Delivered : LedgerOutcome.Dropped);
        var settled = await Idle(db, now).Where(row => row.Id == entry.Id && row.Outcome == entry.Outcome && row.Attempts == entry.Attempts)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Outcome, outcome).SetProperty(row => row.SettledAt, now), cancellationToken);
        if (settled == 0)
        {
            return new SyncActResult.Refused($"A status of {what.Number} is under way just now; look again in half a minute: hub report show {what.Number}");
        }

        var reason = IdentityMask.OneLine(how.Word.Reason);
        var text = how.Delivered ? $"Petugas menyatakan status sudah sampai di kanal: {reason}" : $"Petugas memutuskan status tidak perlu disampaikan: {reason}";
        await db.InsertAsync(
            [new TimelineEntry { Id = ids.Next(), ReportId = entry.ReportId, At = now, Kind = TimelineKinds.Note, By = IdentityMask.OneLine(how.Word.By), State = entry.State, Text = text }],
            cancellationToken);
        await journal.AddAsync(db, (how.Word.By, "sync.settle", what.Number), $"{entry.State} was {entry.Outcome}, is {outcome}: {reason}", 1, cancellationToken);
        return new SyncActResult.Done($"The status {entry.State} of {what.Number} was {entry.Outcome} and is {outcome} now.");
    }

    private static Task<int> RenewAsync(IQueryable<LedgerEntry> rows, LedgerOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken) =>
        rows.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Outcome, outcome).SetProperty(row => row.NextAt, now).SetProperty(row => row.TriedAt, (DateTimeOffset?)null)
                .SetProperty(row => row.BlindRepeats, 0).SetProperty(row => row.SettledAt, (DateTimeOffset?)null),
            cancellationToken);

    /// <summary>What is under way is left to the lane that has it.</summary>
    private static IQueryable<LedgerEntry> Idle(HubDbContext db, DateTimeOffset now) => db.Set<LedgerEntry>().Where(row => row.LeaseUntil == null || row.LeaseUntil < now);

    private IQueryable<LedgerEntry> Chosen(HubDbContext db, RetryChoice choice)
    {
        var idle = Idle(db, clock.GetUtcNow()).AsNoTracking();
        if (choice.Number is not { } number)
        {
            return (choice.Refused ? Refused(db, idle) : Waiting(idle)).Where(row => row.Channel == choice.Channel);
        }

        var report = db.Set<Report>().Where(row => row.Number == number).Select(row => row.Id);
        var ofReport = idle.Where(row => report.Contains(row.ReportId));
        var wanted = Waiting(ofReport).Select(row => row.Id).Concat(Refused(db, ofReport).Select(row => row.Id));
        return ofReport.Where(row => wanted.Contains(row.Id));
    }

    private static IQueryable<LedgerEntry> Waiting(IQueryable<LedgerEntry> rows) =>
        rows.Where(row => row.Outcome == LedgerOutcome.Parked || row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown);

    /// <summary>A refused status is not sent after a later one that may have arrived: the channel would step back.</summary>
    private static IQueryable<LedgerEntry> Refused(HubDbContext db, IQueryable<LedgerEntry> rows) => rows.Where(row => row.Outcome == LedgerOutcome.Rejected
        && !db.Set<LedgerEntry>().Any(later => later.ReportId == row.ReportId && later.Sequence > row.Sequence
            && (later.Outcome == LedgerOutcome.Delivered || later.Outcome == LedgerOutcome.WaitingPerson || later.UnknownSince != null || later.BlindRepeats > 0)));
}
