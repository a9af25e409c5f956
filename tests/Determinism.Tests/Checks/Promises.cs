using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Determinism.Tests.Checks;

/// <summary>The invariants of RELIABILITY 3.2 that hold in every world at rest, whatever the story was.</summary>
internal static class Promises
{
    private static readonly (string Id, Func<Findings, IEnumerable<string>> Broken)[] All =
    [
        ("S1 one report for each item", OneReport),
        ("S1 one owner, as decided last", OneOwner),
        ("S1 the owner is told, once", ToldOnce),
        ("S1 each deadline is told, once", Deadlines),
        ("S2 nothing invented", Invented),
        ("S4 the channel's sequence is the ledger's", InOrder),
        ("S4 no status twice", NoRepeats),
        ("S9 each state has its line", EachHasItsLine),
        ("L4 nothing is left over", Left),
    ];

    public static IEnumerable<string> Names => All.Select(promise => promise.Id);

    public static IReadOnlyList<string> Broken(Findings found) => [.. All.SelectMany(promise => promise.Broken(found).Select(words => $"{promise.Id}: {words}"))];

    private static IEnumerable<string> OneReport(Findings found) => found.Keys
        .Where(key => found.Reports.Count(report => report.Id == key.ReportId) != 1)
        .Select(key => $"{key.ExternalId} belongs to no report")
        .Concat(found.Reports.GroupBy(report => report.Number).Where(group => group.Count() > 1).Select(group => $"the number {group.Key} is taken twice"))
        .Concat(found.Reports.Where(report => found.Timeline.Count(line => line.ReportId == report.Id && line.Kind is TimelineKinds.Received) != 1)
            .Select(report => $"{report.ExternalId} was not received exactly once"));

    private static IEnumerable<string> OneOwner(Findings found) => found.Reports.Where(report => report.Unit != Owner(found, report))
        .Select(report => $"{report.ExternalId} is with {report.Unit ?? "nobody"} and was given to {Owner(found, report) ?? "nobody"}");

    private static string? Owner(Findings found, Report report) => found.Decisions.LastOrDefault(decision => decision.ReportId == report.Id)?.Unit;

    private static IEnumerable<string> ToldOnce(Findings found)
    {
        foreach (var given in found.Decisions.Where(decision => decision.Unit is not null && IsReached(decision.Unit)).GroupBy(decision => (decision.ReportId, decision.Unit)))
        {
            var told = found.Events.Where(post => post.ReportId == given.Key.ReportId && post.Unit == given.Key.Unit && post.Type == "assigned").ToList();
            var withdrawn = found.Withdrawn.Count(row => IsWithdrawn(found, row, given.Key) && told.All(post => post.Id != row.Id.ToString()));
            if (told.Select(post => post.Id).Distinct().Count() + withdrawn != given.Count())
            {
                yield return $"{given.Key.Unit} was given a report {given.Count()} times and told {told.Select(post => post.Id).Distinct().Count()} times";
            }

            if (told.DistinctBy(post => (post.Id, post.Body)).Count() != told.DistinctBy(post => post.Id).Count())
            {
                yield return $"{given.Key.Unit} was told two things under one id";
            }
        }
    }

    /// <summary>An assignment that never left, of a report that this unit does not have any more.</summary>
    private static bool IsWithdrawn(Findings found, UnitDelivery row, (Guid ReportId, string? Unit) given) =>
        (row.ReportId, row.Unit) == given && row.Body.Contains(UnitPosts.AssignedType, StringComparison.Ordinal) && found.Reports.Single(report => report.Id == row.ReportId).Unit != row.Unit;

    private static bool IsReached(string unit) => unit is Outside.Scene.Water or Outside.Scene.Roads or Outside.Scene.Ending;

    /// <summary>Each deadline is told to whom it was brought before, once; nobody hears of one that was none.</summary>
    private static IEnumerable<string> Deadlines(Findings found)
    {
        var told = found.Events.Where(IsDeadline).DistinctBy(post => post.Id).CountBy(post => (post.ReportId, post.Unit, post.Type)).ToDictionary();
        var acts = found.Acts.Where(act => act.Target is not null && IsReached(act.Target)).CountBy(act => (act.ReportId, act.Target!, $"{act.Clock} {act.Step}")).ToDictionary();
        return acts.Keys.Union(told.Keys).Where(key => acts.GetValueOrDefault(key) != 1 || told.GetValueOrDefault(key) != 1)
            .Select(key => $"{key.Item3} was done {acts.GetValueOrDefault(key)} times and {key.Item2} told {told.GetValueOrDefault(key)} times");
    }

    private static bool IsDeadline(UnitEvent post) => post.Type is not ("assigned" or "amended" or "moved");

    private static IEnumerable<string> Invented(Findings found) => found.Events
        .Where(post => !IsDeadline(post) && !found.Decisions.Any(decision => decision.ReportId == post.ReportId && decision.Unit == post.Unit))
        .Select(post => $"{post.Unit} was told of a report it was never given")
        .Concat(found.Reports.Where(report => !found.Keys.Any(key => key.ExternalId == report.ExternalId && key.ReportId == report.Id))
            .Select(report => $"{report.ExternalId} came from nowhere"))
        .Concat(found.Scenery.Told.Where(told => !found.Ledger.Any(row => row.Id == told.Operation)).Select(told => $"{told.ExternalId} was told {told.State}, which no ledger holds"));

    private static IEnumerable<string> InOrder(Findings found)
    {
        foreach (var report in found.Reports)
        {
            var ledger = found.Ledger.Where(row => row.ReportId == report.Id && row.Outcome is LedgerOutcome.Delivered).Select(row => row.Id).ToList();
            var effective = found.Scenery.Told.Where(told => told.ExternalId == report.ExternalId).Select(told => told.Operation).Distinct().ToList();
            if (!ledger.SequenceEqual(effective))
            {
                yield return $"{report.ExternalId} has {ledger.Count} statuses told in the ledger and {effective.Count} at the channel, or in another order";
            }
        }
    }

    private static IEnumerable<string> NoRepeats(Findings found) => found.Scenery.Told.GroupBy(told => told.Operation).Where(group => group.Count() > 1)
        .Select(group => $"{group.First().ExternalId} was told {group.First().State} {group.Count()} times");

    private static IEnumerable<string> EachHasItsLine(Findings found) => found.Reports.SelectMany(report => Lines(found, report));

    /// <summary>The history ends where the report stands, and holds a line for each decision and each status of the hub.</summary>
    private static IEnumerable<string> Lines(Findings found, Report report)
    {
        var lines = found.Timeline.Where(line => line.ReportId == report.Id).ToList();
        var moves = lines.FindAll(line => line.Kind is TimelineKinds.Received or TimelineKinds.State);
        var ledger = found.Ledger.Where(row => row.ReportId == report.Id).ToList();
        if (moves.LastOrDefault()?.State != report.State)
        {
            yield return $"{report.ExternalId} is {report.State} and its history does not end there";
        }

        var byHub = moves.Where(line => line.Kind is TimelineKinds.Received || line.By != report.Channel).Select(line => line.State);
        if (!byHub.SequenceEqual(ledger.Select(row => (ReportState?)row.State)))
        {
            yield return $"{report.ExternalId} moved otherwise than its ledger says";
        }

        var decided = moves.Count(line => line.State is ReportState.Assigned or ReportState.Triage or ReportState.NotOurs);
        // Who carries on the work of a unit that ended is no new decision, and moves no state.
        if (decided != found.Decisions.Count(decision => decision.ReportId == report.Id && decision is not { By: Decided.Hub, Unit: not null }))
        {
            yield return $"{report.ExternalId} has {decided} lines of decisions, and not as many decisions";
        }

        if (lines.Count(line => line.Kind is TimelineKinds.Synced) != ledger.Count(row => row.Outcome is LedgerOutcome.Delivered))
        {
            yield return $"{report.ExternalId} has not one line for each status told";
        }
    }

    private static IEnumerable<string> Left(Findings found) => found.Left.Length == 0 ? [] : [found.Left];
}
