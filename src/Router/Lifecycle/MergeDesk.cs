using Hub.Contracts.Reports;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.StatusSync;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>One of the two reports, as the person sees it before deciding.</summary>
public sealed record MergeSide(string Number, string Channel, ReportState State, string? Unit, string? Title, long Version);

/// <summary>What a merge would do; nothing has been done.</summary>
/// <param name="Fault">Why it cannot be done; null when it can.</param>
public sealed record MergePreview(MergeSide Report, MergeSide Into, string? Fault);

/// <summary>Where a person lets one report go on under another, and takes them apart again. Each act is in the journal, in the transaction that does it.</summary>
public sealed class MergeDesk
{
    private static readonly ReportState[] AtWork = [ReportState.InProgress];
    private static readonly ReportState[] Undecided = [ReportState.Received, ReportState.InProgress];

    private readonly HubStore store;
    private readonly ReportChanges changes;
    private readonly MergedReports merged;
    private readonly MergeWords words;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal MergeDesk(HubStore store, ReportChanges changes, (MergedReports Merged, MergeWords Words) rooms, OperatorJournal journal, TimeProvider clock)
    {
        (this.store, this.changes, this.journal, this.clock) = (store, changes, journal, clock);
        (merged, words) = rooms;
    }

    /// <returns>Null when one of the two numbers is not known.</returns>
    public Task<MergePreview?> PreviewAsync(string number, string into, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) => await PairAsync(db, number, into, token) is (not null, { } target) pair
            ? new MergePreview(Side(pair.Report!), Side(target), await FaultAsync(db, pair.Report!, target, token))
            : null,
        cancellationToken);

    /// <param name="seen">The versions that the person saw; what changed since is not merged.</param>
    public Task<ReportActResult> MergeAsync((string Number, string Into) which, OperatorWord word, (long Report, long Into)? seen, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            if (await PairAsync(write.Db, which.Number, which.Into, token) is not (not null, { } target) found)
            {
                return new ReportActResult.NoReport($"{which.Number} or {which.Into}");
            }

            var (report, into) = await LockAsync(write.Db, found.Report!.Id, target.Id, token);
            if (await MergedReports.OpenAsync(write.Db, report.Id, token) is { } open && open.IntoId == into.Id)
            {
                return new ReportActResult.Done(report.Number, report.State, $"{report.Number} goes on under {into.Number} already.");
            }

            if (seen is { } versions && (versions.Report, versions.Into) != (report.Version - 1, into.Version - 1))
            {
                return new ReportActResult.Refused($"{report.Number} or {into.Number} has changed since it was shown; look again and decide anew.");
            }

            return await FaultAsync(write.Db, report, into, token) is { } fault ? new ReportActResult.Refused(fault) : await MergeAsync(write, (report, into), word, token);
        },
        cancellationToken);

    public Task<ReportActResult> UnmergeAsync(string number, OperatorWord word, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            if (await write.Db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, token) is not { } report)
            {
                return new ReportActResult.NoReport(number);
            }

            return await MergedReports.OpenAsync(write.Db, report.Id, token) is { } merge && report.State is ReportState.Merged
                ? await UnmergeAsync(write, (report, merge), word, token)
                : new ReportActResult.Refused($"{number} goes its own way ({report.State}); there is nothing to take apart.");
        },
        cancellationToken);

    private async Task<ReportActResult> MergeAsync(StoreWrite write, (Report Report, Report Into) pair, OperatorWord word, CancellationToken cancellationToken)
    {
        var ((report, into), now, why) = (pair, clock.GetUtcNow(), IdentityMask.OneLine(word.Reason));
        var change = new StateChange(ReportState.Merged, word.By, $"Digabungkan ke {into.Number}: {why}", now)
        {
            PublicNote = $"Laporan Anda membahas hal yang sama dengan laporan lain dan kini ditangani bersama dengan nomor {into.Number}. Perkembangannya tetap kami sampaikan di sini.",
            Reason = $"Digabungkan ke {into.Number}: {why}",
        };
        var result = (await changes.ApplyAsync(write, report.Id, change, cancellationToken))!;
        if (!result.Moved)
        {
            throw new InvalidOperationException($"The table refuses to merge a report that is {report.State}.");
        }

        await write.Db.InsertAsync(
            [new ReportMerge
            {
                ReportId = report.Id,
                At = now,
                IntoId = into.Id,
                By = IdentityMask.OneLine(word.By),
                Reason = why,
                StateBefore = report.State,
                StateAtBefore = report.StateAt,
                ReasonBefore = report.Reason,
            }],
            cancellationToken);
        await merged.SayAsync(write, result.Report with { Unit = into.Unit }, change, AtWork, cancellationToken);
        await words.MergedAsync(write, (result.Report, into), why, cancellationToken);
        await journal.AddAsync(write.Db, (word.By, "report.merge", $"{report.Number} into {into.Number}"), $"was {report.State}: {why}", 1, cancellationToken);
        return new ReportActResult.Done(report.Number, result.Report.State, $"{report.Number} goes on under {into.Number}; its channel is told so, and what is said of {into.Number} from now on.");
    }

    private async Task<ReportActResult> UnmergeAsync(StoreWrite write, (Report Report, ReportMerge Merge) found, OperatorWord word, CancellationToken cancellationToken)
    {
        var (merge, now, why) = (found.Merge, clock.GetUtcNow(), IdentityMask.OneLine(word.Reason));
        var (report, into) = await LockAsync(write.Db, found.Report.Id, merge.IntoId, cancellationToken);
        var taken = await write.Db.Set<ReportMerge>().Where(row => row.ReportId == merge.ReportId && row.At == merge.At && row.UndoneAt == null && row.StateBefore == merge.StateBefore)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UndoneAt, now).SetProperty(row => row.UndoneBy, IdentityMask.OneLine(word.By)), cancellationToken);
        if (taken == 0)
        {
            throw new OvertakenException("a merge");
        }

        var change = new StateChange(merge.StateBefore, word.By, $"Dipisahkan dari {into.Number}; kembali ke {merge.StateBefore}: {why}", merge.StateAtBefore)
        {
            PublicNote = $"Laporan Anda kini kembali ditangani tersendiri dengan nomor {report.Number}.",
            Reason = merge.ReasonBefore,
            Restores = true,
        };
        var result = (await changes.ApplyAsync(write, report.Id, change, cancellationToken))!;
        if (!ReportTransitions.IsEnd(merge.StateBefore))
        {
            var states = merge.StateBefore is ReportState.Received or ReportState.Triage ? Undecided : AtWork;
            await merged.SayAsync(write, result.Report, change, states, cancellationToken);
        }

        await words.UnmergedAsync(write, (result.Report, into), why, cancellationToken);
        await journal.AddAsync(write.Db, (word.By, "report.unmerge", $"{report.Number} from {into.Number}"), $"is {merge.StateBefore} again: {why}", 1, cancellationToken);
        return new ReportActResult.Done(report.Number, result.Report.State, $"{report.Number} is {result.Report.State} again and goes its own way.");
    }

    private static async Task<string?> FaultAsync(HubDbContext db, Report report, Report into, CancellationToken cancellationToken) =>
        MergeRules.Fault(report, into, (await MergedReports.FollowersAsync(db, [report.Id], cancellationToken)).Count > 0);

    private static async Task<(Report? Report, Report? Into)> PairAsync(HubDbContext db, string number, string into, CancellationToken cancellationToken)
    {
        var found = await db.Set<Report>().AsNoTracking().Where(row => row.Number == number || row.Number == into).ToListAsync(cancellationToken);
        return (found.Find(row => row.Number == number), found.Find(row => row.Number == into));
    }

    /// <summary>In the order of their ids, so that two people who merge crosswise wait for each other instead of for ever.</summary>
    private async Task<(Report Report, Report Into)> LockAsync(HubDbContext db, Guid report, Guid into, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var locked = new Dictionary<Guid, Report>();
        foreach (var id in new[] { report, into }.Distinct().Order())
        {
            locked[id] = (await db.LockAsync(id, now, cancellationToken))!;
        }

        return (locked[report], locked[into]);
    }

    private static MergeSide Side(Report report) => new(report.Number, report.Channel, report.State, report.Unit, report.Restricted ? null : report.Title, report.Version);
}
