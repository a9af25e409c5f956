using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Routing.Trial;

/// <summary>Adds up a trial, report by report. What it keeps grows with units and classes, not with reports.</summary>
internal sealed class TrialTally(RoutingEngine engine, DeadlineBook book, DateTimeOffset now, int list)
{
    private const string People = "people";

    private readonly Dictionary<(string From, string To), long> moves = [];
    private readonly Dictionary<(string From, string To), long> outcomes = [];
    private readonly Dictionary<string, long> decidedBy = [];
    private readonly Dictionary<ReportClass, TrialDeadline> deadlines = [];
    private readonly List<TrialChange> changes = [];
    private TrialResult sums = new(engine.Knowledge.Version, now, now) { DecidedBy = new Dictionary<string, long>(), Moves = [], Outcomes = [], Deadlines = [], Changes = [] };

    public void Add(PastReport past)
    {
        if (past.Standing is not { } standing)
        {
            sums = sums with { Undecided = sums.Undecided + 1 };
            return;
        }

        var byRules = standing.By == Decided.Rules;
        var judged = Judge(past.Report, standing);
        var decided = judged.Like(standing);
        var (from, to) = (DecisionTarget.Of(standing.Outcome, standing.Unit, standing.Addressee), DecisionTarget.Of(decided));
        var alike = from == to && standing.Outcome == decided.Outcome.ToString();

        Count(moves, (from, to));
        Count(outcomes, (standing.Outcome, decided.Outcome.ToString()));
        Count(decidedBy, byRules ? standing.RuleSet : People);
        sums = sums with
        {
            Compared = sums.Compared + 1,
            Changed = sums.Changed + One(!alike),
            Failed = sums.Failed + One(judged.Fault is not null),
            TriageBefore = sums.TriageBefore + One(from == DecisionTarget.Triage),
            TriageAfter = sums.TriageAfter + One(to == DecisionTarget.Triage),
            ByPeople = sums.ByPeople + One(!byRules),
            LikePeople = sums.LikePeople + One(!byRules && alike),
        };
        if (!alike)
        {
            Change(past, (from, to), standing, decided);
        }
    }

    /// <summary>On what the rules looked at. What a person decided was decided on all that the report says; the rules are asked what they would say to it.</summary>
    private RuleJudgement Judge(Report report, Assignment standing) => RuleJudgement.Of(engine, report, standing.By == Decided.Rules ? standing.Facts : null);

    private static int One(bool counts) => counts ? 1 : 0;

    public TrialResult Result(DateTimeOffset from) => sums with
    {
        From = from,
        DecidedBy = decidedBy,
        Moves = DecisionMove.All(moves.Select(move => (move.Key.From, move.Key.To, move.Value))),
        Outcomes = DecisionMove.All(outcomes.Select(move => (move.Key.From, move.Key.To, move.Value))),
        Deadlines = [.. deadlines.Values.OrderBy(one => one.Class)],
        Changes = changes,
    };

    private void Change(PastReport past, (string From, string To) move, Assignment standing, Decided decided)
    {
        var open = !ReportTransitions.IsEnd(past.Report.State);
        var due = open ? Due(past.Clock) : null;
        if (open)
        {
            AddDeadline(past.Report, move, due);
        }

        if (changes.Count < list)
        {
            changes.Add(new TrialChange(
                past.Report.Number, move.From, move.To, standing.Outcome, decided.Outcome.ToString(), RoutingExplanation.Parse(decided.Explanation)?.WinningRule, open, due, standing.By));
        }
    }

    private void AddDeadline(Report report, (string From, string To) move, DateTimeOffset? due)
    {
        var before = deadlines.GetValueOrDefault(report.Class) ?? new TrialDeadline(report.Class, book.At(report.ReceivedAt).Of(report.Class), 0, 0, null, 0, 0);
        var zones = (From: book.OfficeOf(move.From).Zone, To: book.OfficeOf(move.To).Zone);
        deadlines[report.Class] = before with
        {
            Open = before.Open + 1,
            Overdue = before.Overdue + One(due < now),
            Nearest = before.Nearest is { } nearest && (due is null || nearest <= due) ? nearest : due,
            OtherZone = before.OtherZone + One(zones.From != zones.To),
            Ends = before.Ends + One(move.To == DecisionTarget.NotOurs || engine.Knowledge.Units.All.Any(unit => unit.Code == move.To && unit.IsExternal)),
        };
    }

    private static DateTimeOffset? Due(ReportClock? clock) => clock is null ? null : new[]
    {
        clock.VerifyAt is null ? clock.VerifyDue : null,
        clock.ResponseAt is null ? clock.ResponseDue : null,
        clock.CompletionAt is null ? clock.CompletionDue : null,
    }.Min();

    private static void Count<T>(Dictionary<T, long> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
