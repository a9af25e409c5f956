using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing;

/// <summary>
/// A report says something else than before. While no unit has it the rules look again, once for each change however many fields
/// changed; what a unit has stays there, and the desk is told when the rules would decide otherwise now.
/// </summary>
internal sealed class AmendedReports(RoutingRules rules, ReportChanges changes, BusMessages messages, TimeProvider clock)
{
    /// <param name="held">As it was.</param>
    /// <param name="amended">As it is saved, under the report's lock.</param>
    public async Task LookAsync(StoreWrite write, Report held, Report amended, CancellationToken cancellationToken)
    {
        if (Equals(Seen(held), Seen(amended)))
        {
            return;
        }

        switch (held)
        {
            case { State: ReportState.Received or ReportState.Triage }:
                write.Send(messages.ReportReceived(held.Id, held.Channel, held.Version));
                break;
            case { Unit: { } unit } when !ReportTransitions.IsEnd(held.State):
                await JudgeAsync(write, amended, unit, cancellationToken);
                break;
        }
    }

    /// <summary>All that the rules look at, as it is stored: what of it cannot be read is for the decision to say.</summary>
    private static object Seen(Report report) => (report.Title, report.Text, report.Category, report.Class, report.Anonymous, report.Secret, report.Place);

    private async Task JudgeAsync(StoreWrite write, Report report, string unit, CancellationToken cancellationToken)
    {
        if (Doubt(report, unit) is not { } doubt)
        {
            await write.Db.Set<RoutingDoubt>().Where(row => row.ReportId == report.Id && row.SettledAt == null).ExecuteDeleteAsync(cancellationToken);
            return;
        }

        if ((await write.Db.InsertNewAsync([doubt], cancellationToken)).Count == 0)
        {
            await write.Db.Set<RoutingDoubt>().Where(row => row.ReportId == report.Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.At, doubt.At).SetProperty(row => row.Unit, doubt.Unit).SetProperty(row => row.Outcome, doubt.Outcome).SetProperty(row => row.Target, doubt.Target)
                    .SetProperty(row => row.RuleSet, doubt.RuleSet).SetProperty(row => row.SettledAt, (DateTimeOffset?)null).SetProperty(row => row.SettledBy, (string?)null),
                cancellationToken);
        }

        var target = doubt.Target ?? "instansi lain";
        await write.Db.InsertAsync(
            [changes.Line(report, Decided.Rules, null, (TimelineKinds.Doubt, $"Isi laporan berubah: menurut aturan kini {(doubt.Outcome == nameof(RoutingOutcome.NotOurs) ? $"bukan kewenangan ({target})" : $"untuk {target}")}. Laporan tetap pada {unit} sampai unit atau petugas memutuskan."))],
            cancellationToken);
    }

    /// <returns>Null when the rules would leave it where it is, or cannot tell.</returns>
    private RoutingDoubt? Doubt(Report report, string unit)
    {
        RoutingDecision decision;
        try
        {
            decision = rules.Engine.Decide(ReportRouting.Facts(report));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The rules that cannot read a report say nothing about its unit; a new decision on it would go to a person.
            return null;
        }

        return decision.Outcome is RoutingOutcome.Triage || decision.Unit == unit || IsFamily(decision.Unit, unit, decision.Explanation.StructureOf) ? null : new RoutingDoubt
        {
            ReportId = report.Id,
            At = clock.GetUtcNow(),
            Unit = unit,
            Outcome = decision.Outcome.ToString(),
            Target = decision.Unit ?? decision.Addressee,
            RuleSet = decision.Explanation.RuleSet,
        };
    }

    /// <summary>The unit passed it down, or another one carries on its work: no other duty.</summary>
    private bool IsFamily(string? decided, string unit, DateOnly day)
    {
        var units = rules.Engine.Knowledge.Units;
        var today = Reconciliation.Jakarta.DayOf(clock.GetUtcNow());
        return decided is not null
            && (units.Current(decided, today)?.Code == unit || units.Ancestors(unit, today).Any(above => above.Code == decided) || units.Ancestors(unit, day).Any(above => above.Code == decided));
    }
}
