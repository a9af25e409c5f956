namespace Hub.Faults.Check;

/// <summary>S1, S2, S5 and S10: each accepted report is in one place, nothing is there that nobody sent, and like is decided alike. Pure.</summary>
internal static class PlacementCheck
{
    private const string Assigned = "id.go.pu.hub.report.assigned.v1";

    /// <summary>A report here waits for the hub; nobody owns it.</summary>
    private static readonly string[] Unowned = ["Received", "ReturnedByUnit", "Reopened"];

    public static IEnumerable<Violation> Judge(DrillFacts facts) =>
        [.. Placed(facts), .. Photos(facts), .. Delivered(facts), .. Strangers(facts), .. Alike(facts), .. Misdirected(facts)];

    private static IEnumerable<Violation> Placed(DrillFacts facts)
    {
        var reports = facts.Reports.ToLookup(report => (report.Channel, report.ExternalId));
        foreach (var key in facts.Accepted.Select(accepted => (accepted.Channel, accepted.ExternalId)).Distinct())
        {
            var found = reports[key].ToList();
            if (found.Count == 0 && !facts.Keys.Contains(key))
            {
                yield return new Violation("S1", Harm.Lost, $"{key.Channel} {key.ExternalId} was accepted and is not in the hub.");
            }
            else if (found.Count > 1)
            {
                yield return new Violation("S1", Harm.Doubled, $"{key.Channel} {key.ExternalId} is in the hub {found.Count} times.");
            }
            else if (found is [var report] && Unowned.Contains(report.State))
            {
                yield return new Violation("S1", Harm.Lost, $"{key.Channel} {key.ExternalId} was accepted and nobody has it: it is {report.State}.");
            }
        }
    }

    /// <summary>A photo that came with an accepted report is kept, to the byte.</summary>
    private static IEnumerable<Violation> Photos(DrillFacts facts)
    {
        var accepted = facts.Accepted.Select(report => (report.Channel, report.ExternalId)).ToHashSet();
        var kept = facts.Files.Where(file => file.State is "Stored").Select(file => file.Sha256).ToHashSet();
        return facts.Sent.Where(sent => sent.Photo is { } photo && accepted.Contains((sent.Channel, sent.ExternalId)) && !kept.Contains(photo))
            .Select(sent => new Violation("S1", Harm.Lost, $"The photo of {sent.Channel} {sent.ExternalId} is not kept."));
    }

    /// <summary>A unit's report is in its inbox, once in effect for each time that it was given to it.</summary>
    private static IEnumerable<Violation> Delivered(DrillFacts facts)
    {
        var got = facts.UnitReceipts.Where(receipt => receipt.Type == Assigned).ToLookup(receipt => (receipt.Unit, receipt.ReportId));
        var given = facts.Decisions.Where(decision => decision is { Outcome: "Assigned", Unit: not null })
            .GroupBy(decision => (Unit: decision.Unit!, decision.ReportId)).ToDictionary(group => group.Key, group => group.Count());
        foreach (var report in facts.Reports.Where(report => report.Unit is not null && !got.Contains((report.Unit, report.Id))))
        {
            yield return new Violation("S1", Harm.Lost, $"Report {report.Id} belongs to {report.Unit}, which never got it.");
        }

        foreach (var inbox in got)
        {
            var events = inbox.Select(receipt => receipt.EventId).Distinct().Count();
            if (events > given.GetValueOrDefault(inbox.Key))
            {
                yield return new Violation(
                    "S1", Harm.Doubled, $"{inbox.Key.Unit} got report {inbox.Key.ReportId} as {events} events and it was given to it {given.GetValueOrDefault(inbox.Key)} times.");
            }
        }
    }

    private static IEnumerable<Violation> Strangers(DrillFacts facts)
    {
        var sent = facts.Sent.GroupBy(report => (report.Channel, report.ExternalId)).ToDictionary(group => group.Key, group => group.First());
        var known = facts.Reports.Select(report => report.Id).ToHashSet();
        foreach (var report in facts.Reports)
        {
            if (!sent.TryGetValue((report.Channel, report.ExternalId), out var origin))
            {
                yield return new Violation("S2", Harm.Other, $"Report {report.Id} ({report.Channel} {report.ExternalId}) is in the hub and nobody sent it.");
            }
            else if (origin.Forged)
            {
                yield return new Violation("S10", Harm.Other, $"Report {report.Id} came from a forged webhook.");
            }
        }

        foreach (var receipt in facts.UnitReceipts.Where(receipt => !known.Contains(receipt.ReportId)).DistinctBy(receipt => receipt.ReportId))
        {
            yield return new Violation("S2", Harm.Other, $"{receipt.Unit} got report {receipt.ReportId}, which the hub does not have.");
        }
    }

    private static IEnumerable<Violation> Alike(DrillFacts facts)
    {
        var reports = facts.Reports.ToLookup(report => (report.Channel, report.ExternalId));
        var scenarios = from sent in facts.Sent
                        from report in reports[(sent.Channel, sent.ExternalId)]
                        where report.FirstDecision is not null
                        group report.FirstDecision by (sent.Channel, sent.Scenario);
        foreach (var scenario in scenarios)
        {
            var decisions = scenario.Distinct().Order(StringComparer.Ordinal).ToList();
            if (decisions.Count > 1)
            {
                yield return new Violation("S5", Harm.Other, $"Scenario {scenario.Key.Scenario} on {scenario.Key.Channel} was decided as {string.Join(" and as ", decisions)}.");
            }
        }
    }

    /// <summary>S7 and S8: what a unit got is its own, and hides whom it must hide.</summary>
    private static IEnumerable<Violation> Misdirected(DrillFacts facts)
    {
        foreach (var receipt in facts.UnitReceipts)
        {
            if (receipt.NamedUnit is { } named && named != receipt.Unit)
            {
                yield return new Violation("S7", Harm.Leak, $"{receipt.Unit} got report {receipt.ReportId} of {named}.");
            }

            if (receipt.HasReporter)
            {
                yield return new Violation("S8", Harm.Leak, $"{receipt.Unit} got a reference to the citizen of the anonymous report {receipt.ReportId}.");
            }
        }
    }
}
