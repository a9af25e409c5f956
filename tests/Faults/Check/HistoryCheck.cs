namespace Hub.Faults.Check;

/// <summary>S9: each change of state stands in the history once, and the history ends where the report is. Pure.</summary>
internal static class HistoryCheck
{
    private static readonly string[] Decided = ["Assigned", "Triage", "NotOurs"];

    public static IEnumerable<Violation> Judge(DrillFacts facts)
    {
        var lines = facts.Lines.Where(line => line.Kind is "state" or "received").ToLookup(line => line.ReportId, line => line.State ?? "");
        var decisions = facts.Decisions.ToLookup(decision => decision.ReportId);
        var statuses = facts.Statuses.ToLookup(status => status.ReportId, status => status.State);
        return facts.Reports.SelectMany(report => Judge(report, [.. lines[report.Id]], decisions[report.Id].Count(), [.. statuses[report.Id]]));
    }

    /// <param name="states">Of the history, oldest first.</param>
    private static IEnumerable<Violation> Judge(StoredReport report, List<string> states, int decisions, List<string> told)
    {
        if (states.Count == 0 || states[^1] != report.State)
        {
            yield return new Violation("S9", Harm.Other, $"Report {report.Id} is {report.State} and its history ends with {states.LastOrDefault() ?? "nothing"}.");
        }

        if (states.Zip(states.Skip(1)).Any(pair => pair.First == pair.Second))
        {
            yield return new Violation("S9", Harm.Doubled, $"Report {report.Id} has one change of state twice: {string.Join(", ", states)}.");
        }

        var moves = states.Count(Decided.Contains);
        if (moves != decisions)
        {
            yield return new Violation("S9", Harm.Other, $"Report {report.Id} has {decisions} decisions and {moves} lines of history for them.");
        }

        foreach (var state in told.CountBy(state => state).Where(state => state.Value > states.Count(each => each == state.Key)))
        {
            yield return new Violation("S9", Harm.Other, $"Report {report.Id} tells its channel {state.Key} {state.Value} times and its history has it less often.");
        }
    }
}
