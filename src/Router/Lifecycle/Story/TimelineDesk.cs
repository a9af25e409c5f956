using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>
/// The timeline call: every step of one report from every table that names it, ordered by instant and, within one, by cause.
/// Complete without logs (PEERS 3.32); a test holds that no table is left out.
/// </summary>
public sealed class TimelineDesk
{
    private readonly HubStore store;
    private readonly ArrivalSteps arrivals;

    internal TimelineDesk(HubStore store, ArrivalSteps arrivals) => (this.store, this.arrivals) = (store, arrivals);

    /// <returns>Null when there is no such report.</returns>
    public Task<ReportTimeline?> FindAsync(string number, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, token);
            return report is null ? null : await ReadAsync(db, report, token);
        },
        cancellationToken);

    private async Task<ReportTimeline> ReadAsync(HubDbContext db, Report report, CancellationToken cancellationToken)
    {
        IEnumerable<StoryStep> steps =
        [
            .. await arrivals.ReadAsync(db, report, cancellationToken),
            .. Steps.Lines(report, await LinesAsync(db, report.Id, cancellationToken)),
            .. await DecisionSteps.ReadAsync(db, report, cancellationToken),
            .. await ClockSteps.ReadAsync(db, report.Id, cancellationToken),
            .. await UnitSteps.ReadAsync(db, report.Id, cancellationToken),
            .. await StatusSteps.ReadAsync(db, report, cancellationToken),
            .. await OtherSteps.ReadAsync(db, report.Id, cancellationToken),
            .. await PeopleAsync(db, report, cancellationToken),
        ];
        return new ReportTimeline(report.Number, report.Channel, report.State, report.Unit, [.. StoryKinds.Ordered(steps)]);
    }

    private static async Task<IReadOnlyList<(TimelineEntry Line, long? Seal)>> LinesAsync(HubDbContext db, Guid reportId, CancellationToken cancellationToken)
    {
        var lines = await db.Set<TimelineEntry>().AsNoTracking().Where(row => row.ReportId == reportId).ToListAsync(cancellationToken);
        var leaves = lines.ConvertAll(line => line.Leaf);
        var seals = await db.Set<AuditLeaf>().AsNoTracking().Where(leaf => leaves.Contains(leaf.Id)).ToDictionaryAsync(leaf => leaf.Id, leaf => leaf.Seal, cancellationToken);
        return lines.ConvertAll(line => (line, line.Leaf is { } leaf ? seals.GetValueOrDefault(leaf) : line.Seal));
    }

    /// <summary>What people did about it, and what reconciliation found.</summary>
    private static async Task<IReadOnlyList<StoryStep>> PeopleAsync(HubDbContext db, Report report, CancellationToken cancellationToken)
    {
        var acts = await db.Set<OperatorAct>().AsNoTracking().Where(row => row.Subject == report.Number).ToListAsync(cancellationToken);
        var findings = await db.Set<ReconciliationFinding>().AsNoTracking().Where(row => row.ReportNumber == report.Number).ToListAsync(cancellationToken);
        return
        [
            .. acts.Select(row => new StoryStep(row.At, StoryKinds.Operator, row.By, $"{row.Verb}: {RestrictedWords.Shown(report, row.By, row.Detail)}", "operator_acts", Steps.Ref(row.Id))),
            .. findings.Select(row => new StoryStep(
                row.FirstSeenAt, StoryKinds.Finding, row.Channel, row.Detail, "reconciliation_findings", Steps.Ref(row.Channel, row.Account, row.Subject))
            {
                Facts = Steps.Facts(("class", row.Class), ("lastSeenAt", row.LastSeenAt), ("repairedAt", row.RepairedAt), ("acceptedAt", row.AcceptedAt), ("settledAt", row.SettledAt)),
            }),
        ];
    }
}
