using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Reconciliation;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing;

/// <summary>What became of a person's decision. The four cases are the whole list.</summary>
public abstract record TriageResult
{
    private TriageResult()
    {
    }

    public sealed record Done(string Number, ReportState State) : TriageResult;

    public sealed record NoReport(string Number) : TriageResult;

    /// <param name="Ended">Its last day, when it was a unit once.</param>
    /// <param name="Successor">Who carries on its work today.</param>
    public sealed record NoUnit(string Code, DateOnly? Ended = null, string? Successor = null) : TriageResult
    {
        public override string ToString() => (Ended, Successor) switch
        {
            (null, _) => $"{Code} is not a unit in force; see: hub units list",
            (_, null) => $"{Code} ended on {Ended:yyyy-MM-dd} and nobody is named as its successor; see: hub units list",
            _ => $"{Code} ended on {Ended:yyyy-MM-dd}; its work is with {Successor}.",
        };
    }

    public sealed record Refused(string Reason) : TriageResult;
}

/// <summary>Where a person at Biro Komunikasi Publik decides what the rules could not.</summary>
public sealed class TriageDesk
{
    private readonly HubStore store;
    private readonly ReportRouting routing;
    private readonly UnitDirectory directory;
    private readonly TimeProvider clock;

    internal TriageDesk(HubStore store, ReportRouting routing, UnitDirectory directory, TimeProvider clock)
    {
        this.store = store;
        this.routing = routing;
        this.directory = directory;
        this.clock = clock;
    }

    /// <param name="code">A unit in force, or an outside addressee (EXT-…): then the report goes back to its channel.</param>
    public async Task<TriageResult> DecideAsync(string number, string code, (string By, string Reason) decision, CancellationToken cancellationToken)
    {
        var today = Jakarta.DayOf(clock.GetUtcNow());
        if (directory.Find(code, today) is not { } unit)
        {
            return new TriageResult.NoUnit(code, directory.Ended(code, today)?.ValidTo, directory.Current(code, today)?.Code);
        }

        return await store.WriteAsync<TriageResult>(
            async (write, token) =>
            {
                var report = await write.Db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, token);
                if (report is null)
                {
                    return new TriageResult.NoReport(number);
                }

                var reason = IdentityMask.Mask(decision.Reason).Text;
                var decided = unit.IsExternal
                    ? new Decided(RoutingOutcome.NotOurs, decision.By, reason) { Addressee = code }
                    : new Decided(RoutingOutcome.Assigned, decision.By, reason) { Unit = code };
                if (await IsMadeAsync(write.Db, report, decided, token))
                {
                    return new TriageResult.Done(number, report.State);
                }

                return await routing.SaveAsync(write, report, decided, token) switch
                {
                    { Moved: true } moved => new TriageResult.Done(number, moved.Report.State),
                    { Judgement: TransitionResult.Forbidden forbidden } => new TriageResult.Refused(forbidden.Reason),
                    _ => new TriageResult.Refused($"The report is {report.State}; a person decides what is in Triage or was returned."),
                };
            },
            cancellationToken);
    }

    /// <summary>This very decision stands already: the answer to its commit was lost, or the person saw none and asks again.</summary>
    private static async Task<bool> IsMadeAsync(HubDbContext db, Report report, Decided decided, CancellationToken cancellationToken)
    {
        var last = await db.Set<Assignment>().AsNoTracking().Where(row => row.ReportId == report.Id).OrderByDescending(row => row.OnVersion).FirstOrDefaultAsync(cancellationToken);
        return last is not null && (last.By, last.Unit, last.Addressee, last.Reason) == (decided.By, decided.Unit, decided.Addressee, decided.Reason);
    }
}
