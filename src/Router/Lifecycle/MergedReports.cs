using Hub.Contracts.Reports;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>A report that goes on under another one, with the channel that its own reporter reads.</summary>
internal sealed record Follower(Guid Into, Guid ReportId, string Channel, DateTimeOffset LastHeardAt);

/// <summary>Brings what is said of a report to the channels of those that were merged into it: each in its own ledger, in order, once.</summary>
internal sealed class MergedReports(StatusLedger ledger, BusMessages messages, HubIds ids, TimeProvider clock)
{
    internal static readonly SetStatement Following = new(
        """
        SELECT m.into_id, m.report_id, r.channel, r.last_heard_at FROM unnest($1::uuid[]) AS w (id)
        CROSS JOIN LATERAL (SELECT * FROM report_merges AS f WHERE f.into_id = w.id AND f.undone_at IS NULL OFFSET 0) AS m
        CROSS JOIN LATERAL (SELECT * FROM reports AS own WHERE own.id = m.report_id LIMIT 1) AS r
        """,
        "SELECT m.into_id, m.report_id, r.channel, r.last_heard_at FROM report_merges AS m JOIN reports AS r ON r.id = m.report_id WHERE m.into_id = @p0 AND m.undone_at IS NULL");

    /// <summary>What the reporter of the other report does with it, and steps on the way to a unit, are no news to this one.</summary>
    private static readonly ReportState[] Untold = [ReportState.Received, ReportState.Triage, ReportState.ReturnedByUnit, ReportState.Withdrawn, ReportState.Merged];

    public static Task<List<Follower>> FollowersAsync(HubDbContext db, IEnumerable<Guid> reports, CancellationToken cancellationToken) => db.AskAsync(
        (Following, [reports.Distinct().Order().ToArray()]),
        static row => new Follower(row.GetGuid(0), row.GetGuid(1), row.GetString(2), new DateTimeOffset(DateTime.SpecifyKind(row.GetDateTime(3), DateTimeKind.Utc))),
        cancellationToken);

    /// <returns>The report under which this one goes on; null when it goes its own way.</returns>
    public static Task<ReportMerge?> OpenAsync(HubDbContext db, Guid reportId, CancellationToken cancellationToken) =>
        db.Set<ReportMerge>().AsNoTracking().FirstOrDefaultAsync(row => row.ReportId == reportId && row.UndoneAt == null, cancellationToken);

    /// <param name="read">The followers of these reports, when they have been read before.</param>
    public async Task TellAsync(StoreWrite write, IReadOnlyList<ReportStep> steps, IReadOnlyList<Follower>? read, CancellationToken cancellationToken)
    {
        // Nothing is merged into a report that nobody has looked at yet: the rules, which route thousands, are not held up.
        var news = steps.Where(step => step.Result.Moved && step.Change is not { DecidedOn: ReportState.Received } and not { Restores: true }).ToList();
        if (news.Count == 0)
        {
            return;
        }

        var followers = read ?? await FollowersAsync(write.Db, news.Select(step => step.Result.Report.Id), cancellationToken);
        foreach (var follower in followers.OrderBy(follower => follower.ReportId))
        {
            foreach (var step in news.Where(step => step.Result.Report.Id == follower.Into))
            {
                await TellAsync(write, follower, step, cancellationToken);
            }
        }
    }

    /// <summary>Tells the channel of a report that was merged or taken apart again, in the first of these states that it can show.</summary>
    /// <param name="report">As it is after its change, with the unit that the citizen is told.</param>
    public async Task SayAsync(StoreWrite write, Report report, StateChange said, IReadOnlyList<ReportState> states, CancellationToken cancellationToken)
    {
        if (!ledger.Tells(report.Channel, said.To) && states.Where(state => ledger.Tells(report.Channel, state)).Select(state => (ReportState?)state).FirstOrDefault() is { } shown)
        {
            await write.Db.InsertAsync([ledger.Row(report, said with { To = shown })], cancellationToken);
            write.Send(messages.PassOnStatus(report.Id, report.Channel, report.Version));
        }
    }

    private async Task TellAsync(StoreWrite write, Follower follower, ReportStep step, CancellationToken cancellationToken)
    {
        if (await write.Db.LockAsync(follower.ReportId, clock.GetUtcNow(), cancellationToken) is not { } report)
        {
            return;
        }

        var (from, change) = (step.Result.Report, step.Change);
        if (from.Restricted != report.Restricted)
        {
            await write.Db.InsertAsync([Line(report, change.To, $"Status {from.Number} tidak diteruskan: kerahasiaan kedua laporan berbeda; pisahkan penggabungannya.")], cancellationToken);
            return;
        }

        if (Untold.Contains(change.To))
        {
            await write.Db.InsertAsync([Line(report, change.To, $"Laporan induk {from.Number} berubah menjadi {change.To}; pelapor tidak diberi tahu.")], cancellationToken);
            return;
        }

        await write.Db.InsertAsync([Line(report, change.To, $"Status laporan induk {from.Number} diteruskan ke kanal laporan ini.")], cancellationToken);
        if (ledger.Tells(report.Channel, change.To))
        {
            await write.Db.InsertAsync([ledger.Row(report with { Unit = from.Unit, Addressee = from.Addressee }, change)], cancellationToken);
            write.Send(messages.PassOnStatus(report.Id, report.Channel, report.Version));
        }
    }

    private TimelineEntry Line(Report report, ReportState state, string text) =>
        new() { Id = ids.Next(), ReportId = report.Id, At = clock.GetUtcNow(), Kind = TimelineKinds.Merged, By = "hub", State = state, Text = text };
}
