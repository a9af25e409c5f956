using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing;

/// <summary>One report that the rules would give to another unit since its content changed.</summary>
/// <param name="Would">Assigned or NotOurs.</param>
/// <param name="Target">Whom the rules name now.</param>
public sealed record DoubtLine(string Number, DateTimeOffset At, string Unit, string Would, string? Target, string RuleSet);

/// <summary>Where the desk sees such reports, and says that one has been looked at. The unit itself may return the report at any time.</summary>
public sealed class DoubtDesk
{
    private readonly HubStore store;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal DoubtDesk(HubStore store, OperatorJournal journal, TimeProvider clock) => (this.store, this.journal, this.clock) = (store, journal, clock);

    /// <summary>Oldest first: open reports that are still with the unit of that moment.</summary>
    public Task<List<DoubtLine>> ListAsync(int most, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => Open(db).OrderBy(one => one.Doubt.At).Take(most)
            .Select(one => new DoubtLine(one.Report.Number, one.Doubt.At, one.Doubt.Unit, one.Doubt.Outcome, one.Doubt.Target, one.Doubt.RuleSet)).ToListAsync(token),
        cancellationToken);

    /// <returns>False when there is no such doubt.</returns>
    public Task<bool> SettleAsync(string number, (string By, string Reason) act, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            var (now, by) = ((DateTimeOffset?)clock.GetUtcNow(), Privacy.IdentityMask.OneLine(act.By));
            var found = await Open(write.Db).Where(one => one.Report.Number == number).Select(one => one.Doubt.ReportId).ToListAsync(token);
            var settled = await write.Db.Set<RoutingDoubt>().Where(row => found.Contains(row.ReportId) && row.SettledAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.SettledAt, now).SetProperty(row => row.SettledBy, by), token);
            if (settled > 0)
            {
                await journal.AddAsync(write.Db, (act.By, "triage.settle", number), act.Reason, settled, token);
            }

            return settled > 0;
        },
        cancellationToken);

    private static IQueryable<DoubtAndReport> Open(HubDbContext db) =>
        from doubt in db.Set<RoutingDoubt>().AsNoTracking()
        join report in db.Set<Report>().AsNoTracking() on doubt.ReportId equals report.Id
        where doubt.SettledAt == null && report.Unit == doubt.Unit && !Ended.Contains(report.State)
        select new DoubtAndReport { Doubt = doubt, Report = report };

    private static readonly Contracts.Reports.ReportState[] Ended = [.. Enum.GetValues<Contracts.Reports.ReportState>().Where(ReportTransitions.IsEnd)];

    private sealed record DoubtAndReport
    {
        public required RoutingDoubt Doubt { get; init; }

        public required Report Report { get; init; }
    }
}
