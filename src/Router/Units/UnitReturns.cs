using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Reconciliation;
using Hub.Router.Routing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>A unit gives a report back; where it goes next is decided and saved with it.</summary>
internal sealed class UnitReturns(HubStore store, ReportChanges changes, ReportRouting routing, UnitDirectory directory, TimeProvider clock)
{
    public Task<UnitStatusResult> SaveAsync(UnitWord word, CancellationToken cancellationToken) => store.WriteAsync((write, token) => SaveAsync(write, word, token), cancellationToken);

    private async Task<UnitStatusResult> SaveAsync(StoreWrite write, UnitWord word, CancellationToken cancellationToken)
    {
        var (unit, eventId, status) = word;
        var report = await write.Db.Set<Report>().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == status.ReportId && row.Unit == unit, cancellationToken);
        var before = await write.Db.Set<UnitMessage>().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Unit == unit && row.EventId == eventId, cancellationToken);
        if (before is not null)
        {
            return UnitAnswers.Again(before, status);
        }

        if (report is null)
        {
            return new UnitStatusResult.NoReport();
        }

        // The key goes in first: the same event on another connection waits here, and then finds the answer (RELIABILITY B13).
        if ((await write.Db.InsertNewAsync([UnitAnswers.Row(word, report.Id, null, clock.GetUtcNow())], cancellationToken)).Count == 0)
        {
            throw new OvertakenException("an event of a unit");
        }

        var result = await ChangeAsync(write, report, word, cancellationToken);
        var answer = UnitAnswers.Answer(result);
        await write.Db.Set<UnitMessage>().Where(row => row.Unit == unit && row.EventId == eventId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Answer, answer), cancellationToken);
        return result;
    }

    private async Task<UnitStatusResult> ChangeAsync(StoreWrite write, Report report, UnitWord word, CancellationToken cancellationToken)
    {
        var result = await changes.ApplyAsync(write, report.Id, UnitAnswers.Change(word, clock.GetUtcNow()), cancellationToken);
        return result! switch
        {
            { Judgement: TransitionResult.Forbidden forbidden } => new UnitStatusResult.NotAllowed(forbidden.Reason),
            { Moved: true, Report: { State: ReportState.ReturnedByUnit } returned } => new UnitStatusResult.Taken(await OnwardAsync(write, returned, word.Status, cancellationToken)),
            var changed => new UnitStatusResult.Taken(changed.Report.State),
        };
    }

    /// <summary>A returned report goes on to the next unit, at most twice; otherwise a person decides.</summary>
    private async Task<ReportState> OnwardAsync(StoreWrite write, Report report, UnitStatus status, CancellationToken cancellationToken)
    {
        var from = report.Unit!;
        var decisions = await write.Db.Set<Assignment>().AsNoTracking().Where(row => row.ReportId == report.Id).OrderBy(row => row.OnVersion).ToListAsync(cancellationToken);
        var next = new NextUnit(directory, Jakarta.DayOf(clock.GetUtcNow())).After(from, IdentityMask.OneLine(SafeText.OneLine(status.SuggestedUnit ?? "", 40)), decisions, report.Restricted);
        var reason = $"Dikembalikan oleh {from}: {UnitAnswers.Masked(status.Reason)} {next.Why}";
        var decided = new Decided(next.To is null ? RoutingOutcome.Triage : RoutingOutcome.Assigned, from, next.To is null ? $"{reason} Perlu keputusan petugas." : reason)
        {
            Unit = next.To,
            SuggestedUnit = next.Suggested,
            Explanation = RouterJson.Write(next),
            RuleSet = next.RuleSet ?? "",
        };
        var onward = await routing.SaveAsync(write, report, decided, cancellationToken);
        return onward?.Report.State ?? report.State;
    }
}
