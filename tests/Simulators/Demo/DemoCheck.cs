namespace Hub.Simulators.Demo;

/// <summary>Compares what the outside world knows with what the hub says. Pure.</summary>
internal static class DemoCheck
{
    public static DemoVerdict Compare(DemoFacts facts)
    {
        var tally = new DemoTally();
        var byKey = facts.Hub.ToLookup(report => (report.Channel, report.ExternalId));
        var entries = facts.Ledger.ToLookup(entry => (entry.Channel, entry.Handle));
        var answers = facts.Answers.ToLookup(answer => answer.ReportId);
        foreach (var sent in facts.Sent)
        {
            HubReport[] found = [.. byKey[(sent.Channel, sent.ExternalId)]];
            if (CountOnce(sent, found, tally))
            {
                Judge(new DemoCase(sent, found[0], [.. entries[(sent.Channel, sent.Handle)]], [.. answers[found[0].Id]]), tally);
            }
        }

        FindStrangers(facts, tally);
        tally.Problems.AddRange(facts.Troubles);
        return tally.Verdict(facts.Sent.Count);
    }

    private static bool CountOnce(SentReport sent, HubReport[] found, DemoTally tally)
    {
        if (found.Length == 0)
        {
            tally.Lose($"{sent.Report.Id} ({sent.Channel}) was sent and is not in the hub.");
            return false;
        }

        if (found.Length > 1)
        {
            tally.Double($"{sent.Report.Id} ({sent.Channel}) is in the hub {found.Length} times: {string.Join(", ", found.Select(report => report.Number))}.");
        }

        return true;
    }

    private static void Judge(DemoCase one, DemoTally tally)
    {
        if (!tally.Count(one))
        {
            return;
        }

        if (!one.Hub.Explained)
        {
            tally.Problems.Add($"{one} has no explanation.");
        }

        if (!HubWords.IsAtRest(one.Hub))
        {
            tally.Problems.Add($"{one} is still on its way; {one.Hub.Unit ?? "nobody"} has said: {string.Join(", ", one.Answers.Select(answer => answer.Status))}.");
        }

        var before = tally.Findings;
        LedgerCheck.Compare(one, tally);
        if (before == tally.Findings && one.Hub.Synced)
        {
            tally.Synced++;
        }
        else if (!one.Hub.Synced)
        {
            tally.Problems.Add($"{one} is not synced: {string.Join(", ", one.Hub.Statuses.Select(status => $"{status.State} {status.Outcome}"))}.");
        }
    }

    /// <summary>Nothing may be in the hub or at a channel that nobody sent.</summary>
    private static void FindStrangers(DemoFacts facts, DemoTally tally)
    {
        var sent = facts.Sent.Select(report => (report.Channel, (string?)report.ExternalId)).ToHashSet();
        foreach (var stranger in facts.Hub.Where(report => !sent.Contains((report.Channel, report.ExternalId))))
        {
            tally.Problems.Add($"{stranger.Number} ({stranger.Channel} {stranger.ExternalId}) is in the hub and nobody sent it.");
        }

        var handles = facts.Sent.Select(report => (report.Channel, report.Handle)).ToHashSet();
        foreach (var stranger in facts.Ledger.Where(entry => !handles.Contains((entry.Channel, entry.Handle))))
        {
            tally.Problems.Add($"The hub told {stranger.Channel} something about a report that nobody sent (operation {stranger.OperationId}).");
        }
    }
}
