using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>What a channel says of where a report stands, as written, with its date.</summary>
internal sealed record ChannelVerdict(ReportState State, string? Word, DateTimeOffset At)
{
    /// <summary>By the channel; else by the arrival of the body that says it.</summary>
    public bool IsDated { get; init; } = true;

    /// <summary>Read again from the archive.</summary>
    public bool FromArchive { get; init; }
}

/// <summary>Channels end reports and open them again. An end that is dated before a reopening is over; the end of a merged report is kept for the day it is taken apart again.</summary>
internal sealed class ChannelVerdicts(ReportChanges changes, ReportReopening reopening)
{
    public async Task ApplyAsync(StoreWrite write, Report report, ChannelVerdict verdict, CancellationToken cancellationToken)
    {
        var merge = report.State is ReportState.Merged ? await MergedReports.OpenAsync(write.Db, report.Id, cancellationToken) : null;
        if (merge is not null)
        {
            await KeepAsync(write.Db, merge, verdict, cancellationToken);
        }

        if (merge is null && Reopens(report, verdict))
        {
            var wish = new ReopenWish(ReopenedHow.Channel, report.Channel, Said(verdict.Word), verdict.At) { ChannelWord = verdict.Word };
            await reopening.ReopenAsync(write, report, wish, cancellationToken);
            return;
        }

        var over = merge is not null || await IsOverAsync(write.Db, report, verdict, cancellationToken);
        await changes.ApplyAsync(write, report.Id, Change(report.Channel, verdict) with { IsOver = over }, cancellationToken);
    }

    /// <summary>The change that a channel's word asks for; the channel is not told what it said itself.</summary>
    public static StateChange Change(string channel, ChannelVerdict verdict) => new(verdict.State, channel, Said(verdict.Word), verdict.At)
    {
        FromChannel = true,
        FromArchive = verdict.FromArchive,
        MayBeLate = true,
        IsDated = verdict.IsDated,
        ChannelWord = verdict.Word,
    };

    private static string Said(string? word) => word is null ? "Status diubah oleh kanal." : $"Kanal menyatakan: {IdentityMask.Mask(word).Text}.";

    private static bool Reopens(Report report, ChannelVerdict verdict) =>
        verdict.State is ReportState.Reopened && (verdict.At >= report.StateAt || !ReportTransitions.IsEnd(report.State));

    /// <summary>An end before a reopening, or a reopening before the end that stands.</summary>
    private static async Task<bool> IsOverAsync(HubDbContext db, Report report, ChannelVerdict verdict, CancellationToken cancellationToken) =>
        verdict.State is ReportState.Reopened
        || (ReportTransitions.IsEnd(verdict.State)
            && await db.Set<Reopening>().AsNoTracking().AnyAsync(row => row.ReportId == report.Id && row.At > verdict.At, cancellationToken));

    /// <summary>Where the report will stand when the merge is taken back.</summary>
    private static Task KeepAsync(HubDbContext db, ReportMerge merge, ChannelVerdict verdict, CancellationToken cancellationToken) =>
        ReportTransitions.IsEnd(verdict.State) && !ReportTransitions.IsEnd(merge.StateBefore)
            ? db.Set<ReportMerge>().Where(row => row.ReportId == merge.ReportId && row.At == merge.At).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.StateBefore, verdict.State).SetProperty(row => row.StateAtBefore, verdict.At), cancellationToken)
            : Task.CompletedTask;
}
