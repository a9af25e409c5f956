using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Hub.Router.Routing.Evidence;
using Hub.Router.Units;

namespace Hub.Router.Routing;

/// <summary>What people settled about one report, in label names. Null is "nobody said": never a guess.</summary>
internal sealed record SettledLabels(string? Topic, string? Authority)
{
    public static readonly SettledLabels Nothing = new(null, null);
}

/// <summary>An answer of a unit, by which it took the report for its own.</summary>
internal sealed record AnswerLine(Guid ReportId, string Unit, DateTimeOffset At);

/// <summary>
/// The last word of people about where a report belongs. A person's decision stands until a unit gives the report back; a unit that
/// answered has taken it; what the rules decided and nobody confirmed says nothing. Pure.
/// </summary>
internal sealed class LastWord(RoutingLabelNames names)
{
    private const string Local = "local";

    /// <param name="decisions">All on this report, oldest first.</param>
    public SettledLabels Of(Report report, IReadOnlyList<Assignment> decisions, IEnumerable<AnswerLine> answers)
    {
        var routed = Routed(decisions);
        if (routed.LastOrDefault() is not { } last)
        {
            return SettledLabels.Nothing;
        }

        var isPerson = IsPerson(last, report, decisions);
        return last switch
        {
            { Outcome: nameof(RoutingOutcome.NotOurs), Addressee: { } addressee } when isPerson => Refused(addressee, decisions),
            { Unit: { } unit } when isPerson || answers.Any(answer => answer.At >= last.At && IsHeldBy(answer.Unit, unit, decisions)) => new SettledLabels(NameOf(unit, last, report), null),
            _ => SettledLabels.Nothing,
        };
    }

    /// <summary>A reopened report that goes back to the unit it was with, and the successor of a unit that ended, are no new word on where it belongs.</summary>
    private static List<Assignment> Routed(IReadOnlyList<Assignment> decisions) =>
        [.. decisions.Where((row, index) => row.By != Decided.Hub && !(row.Unit is not null && index > 0 && decisions[index - 1].Unit == row.Unit))];

    private static bool IsPerson(Assignment row, Report report, IReadOnlyList<Assignment> decisions) =>
        row.By is not (Decided.Rules or Decided.Hub) && row.By != report.Channel && decisions.All(other => other.Unit != row.By);

    /// <summary>The unit of the decision, or who carried on its work.</summary>
    private static bool IsHeldBy(string answering, string unit, IReadOnlyList<Assignment> decisions) =>
        answering == unit || decisions.Any(row => row.By == Decided.Hub && row.Unit == answering);

    /// <summary>
    /// A regional government says whose it is and not what it is about. Another addressee says the subject only where the rules had
    /// found a subject that is not the ministry's and belongs there: the person confirmed it.
    /// </summary>
    private static SettledLabels Refused(string addressee, IReadOnlyList<Assignment> decisions) => Regional.Is(addressee) ? new SettledLabels(null, Local)
        : decisions.Where(row => row.By == Decided.Rules).Any(row => StoredCandidates.Read(row.Explanation).Any(candidate => candidate.Unit == addressee)) ? new SettledLabels(RoutingLabelNames.NotOurs, null)
        : SettledLabels.Nothing;

    /// <summary>By the structure of the day of the decision; a late decision on an old report names a unit of the report's own day.</summary>
    private string? NameOf(string unit, Assignment row, Report report) => names.NameOf(unit, Jakarta.DayOf(row.At)) ?? names.NameOf(unit, Jakarta.DayOf(report.ReceivedAt));
}
