using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>Takes one report from a unit that ended. The row's unit is the key: whoever comes second finds another one there and does nothing.</summary>
internal sealed class SuccessionMove(ReportChanges changes, UnitPosts units, HubIds ids, TimeProvider clock)
{
    /// <returns>False when the report is not with the unit any more.</returns>
    public async Task<bool> MoveAsync(StoreWrite write, Guid reportId, Succession succession, CancellationToken cancellationToken)
    {
        // Looked at first, since a lock raises the version also of a report that is left alone.
        if (!Moves(await write.Db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == reportId, cancellationToken), succession)
            || await write.Db.LockAsync(reportId, clock.GetUtcNow(), cancellationToken) is not { } report)
        {
            return false;
        }

        if (!Moves(report, succession))
        {
            throw new OvertakenException("a report of a unit that ended");
        }

        await (succession.To is { } to ? HandOverAsync(write, report, (to, succession), cancellationToken) : AskAsync(write, report, succession, cancellationToken));
        await units.MovedAsync(write, report, (succession.To, succession.Reason), cancellationToken);
        return true;
    }

    private static bool Moves(Report? report, Succession succession) => report is not null && report.Unit == succession.From && UnitSuccession.Moves(report.State, succession);

    /// <summary>No move of the report: its state, its clocks and what its channel was told stay as they are.</summary>
    private async Task HandOverAsync(StoreWrite write, Report report, (string To, Succession Why) next, CancellationToken cancellationToken)
    {
        var (to, why) = next;
        var moved = report with { Unit = to, Reason = why.Reason };
        await write.Db.Set<Report>().Where(row => row.Id == report.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Unit, to).SetProperty(row => row.Reason, moved.Reason), cancellationToken);
        await write.Db.InsertAsync([changes.Line(report, Decided.Hub, null, (TimelineKinds.Succession, why.Reason))], cancellationToken);

        var place = await write.Db.TakeAsync($"unit-inbox-{to}", 1, cancellationToken);
        await write.Db.InsertAsync([Decision(RoutingOutcome.Assigned, why, to).Row(ids.Next(), moved, clock.GetUtcNow()) with { InboxPlace = place }], cancellationToken);
        await units.AssignedAsync(write, [moved], cancellationToken);
    }

    /// <summary>Nobody carries on the work: a person decides, as if it had never been given to the unit.</summary>
    private async Task AskAsync(StoreWrite write, Report report, Succession why, CancellationToken cancellationToken)
    {
        var decided = Decision(RoutingOutcome.Triage, why, null);
        var result = await changes.ApplyAsync(write, report.Id, decided.Change(report, clock.GetUtcNow()) with { Restores = true }, cancellationToken);
        await write.Db.InsertAsync([decided.Row(ids.Next(), result!.Report, clock.GetUtcNow())], cancellationToken);
    }

    private static Decided Decision(RoutingOutcome outcome, Succession why, string? to) => new(outcome, Decided.Hub, to is null ? $"{why.Reason} Perlu keputusan petugas." : why.Reason)
    {
        Unit = to,
        SuggestedUnit = why.Outside,
        Explanation = RouterJson.Write(why),
    };
}
