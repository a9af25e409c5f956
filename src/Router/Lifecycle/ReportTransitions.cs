using System.Collections.Frozen;
using Hub.Contracts.Reports;
using static Hub.Contracts.Reports.ReportState;

namespace Hub.Router.Lifecycle;

/// <summary>The one table of moves between report states (DESIGN part 6). Pure; what is in neither list of a row is forbidden.</summary>
internal static class ReportTransitions
{
    private static readonly TransitionResult Allowed = new TransitionResult.Allowed();
    private static readonly TransitionResult Same = new TransitionResult.Same();
    private static readonly TransitionResult Late = new TransitionResult.Late();

    // A channel may end a report at any time, whatever the hub is doing with it.
    private static readonly ReportState[] ByChannel = [Closed, Archived, Withdrawn, Merged];

    // The words of a unit at work, in no order: only their time tells which came last. Said at the same instant, the later in this list stands.
    private static readonly ReportState[] AtWork = [InProgress, WaitingReporter, Postponed, Answered];

    // Ends that units and channels date: the one that came first stands, since nothing happens to a report after its end.
    private static readonly ReportState[] DatedEnds = [Withdrawn, Archived, Closed];

    private static readonly Row Ended = new(
        Moves: [Reopened],
        // What a unit or a channel says after the end crossed with it: the end stands until someone reopens.
        Late: [Received, Acknowledged, InProgress, WaitingReporter, Postponed, Answered, ReturnedByUnit, .. ByChannel]);

    private static readonly FrozenDictionary<ReportState, Row> Rows = new Dictionary<ReportState, Row>
    {
        [Received] = new(Moves: [Triage, Assigned, NotOurs, .. ByChannel], Late: []),
        [Triage] = new(Moves: [Assigned, NotOurs, .. ByChannel], Late: [Received]),
        [Assigned] = new(Moves: [Acknowledged, .. AtWork, ReturnedByUnit, NotOurs, .. ByChannel], Late: [Received, Triage]),
        [Acknowledged] = new(Moves: [.. AtWork, ReturnedByUnit, .. ByChannel], Late: [Received, Triage, Assigned]),
        [InProgress] = new(Moves: [.. AtWork, ReturnedByUnit, .. ByChannel], Late: [Received, Triage, Assigned, Acknowledged]),
        [WaitingReporter] = new(Moves: [.. AtWork, ReturnedByUnit, .. ByChannel], Late: [Received, Triage, Assigned, Acknowledged]),
        [Postponed] = new(Moves: [.. AtWork, ReturnedByUnit, .. ByChannel], Late: [Received, Triage, Assigned, Acknowledged]),

        // The reporter has ten working days to reply to an answer (DOMAIN 2.4): the unit may work on, ask or postpone again, so that the
        // promised repair does not hide behind "answered". It may not send back what it has answered. Reopened comes from a channel whose
        // closing the hub never saw.
        [Answered] = new(Moves: [.. AtWork, Reopened, .. ByChannel], Late: [Received, Triage, Assigned, Acknowledged]),

        // What the unit said before it gave the report back may arrive after; the next unit has not spoken yet.
        [ReturnedByUnit] = new(Moves: [Assigned, Triage, NotOurs, .. ByChannel], Late: [Received, Acknowledged, .. AtWork]),

        // A unit may ask or postpone at once: which of its words comes first must not decide where the report stands.
        [Reopened] = new(Moves: [Assigned, Triage, Acknowledged, .. AtWork, ReturnedByUnit, .. ByChannel], Late: [Received]),

        [Closed] = Ended,
        [NotOurs] = Ended,
        [Archived] = Ended,
        [Withdrawn] = Ended,
        [Merged] = Ended,
    }.ToFrozenDictionary();

    public static bool IsEnd(ReportState state) => Rows.TryGetValue(state, out var row) && ReferenceEquals(row, Ended);

    public static TransitionResult Judge(ReportState current, ReportState wanted) => Rows.TryGetValue(current, out var row) && Rows.ContainsKey(wanted)
        ? row.Judge(current, wanted)
        : new TransitionResult.Forbidden($"There is no move from {current} to {wanted}: one of them is not a state of a report.");

    /// <summary>The same for a dated event of a unit or a channel, which may come late: the end state hangs on the dates, never on the order of arrival.</summary>
    /// <param name="overtaken">It is dated before what made the current state.</param>
    public static TransitionResult Judge(ReportState current, ReportState wanted, bool overtaken) => (current, wanted) switch
    {
        _ when current == wanted => Same,
        _ when AtWork.Contains(current) && AtWork.Contains(wanted) => overtaken ? Late : Allowed,
        _ when DatedEnds.Contains(current) && DatedEnds.Contains(wanted) => overtaken ? Allowed : Late,

        // Where a report goes on is more than how it ended.
        (_, Merged) when DatedEnds.Contains(current) => Allowed,
        _ => Judge(current, wanted),
    };

    /// <summary>Is an event dated before what made the current state? At the same instant a fixed order decides, so that both orders of arrival end alike.</summary>
    /// <param name="dated">False for what was said without a time: then arrival is its time, and it is the later one.</param>
    public static bool IsOvertaken((ReportState State, DateTimeOffset At) current, (ReportState State, DateTimeOffset At) wanted, bool dated) =>
        wanted.At < current.At
        || (dated && wanted.At == current.At && (StandsBefore(AtWork, wanted.State, current.State) || StandsBefore(DatedEnds, wanted.State, current.State)));

    /// <summary>A repeat of the present state may be dated otherwise: of work the last word counts, of an end and of a receipt the first.</summary>
    public static DateTimeOffset Since((ReportState State, DateTimeOffset At) current, DateTimeOffset again) =>
        AtWork.Contains(current.State) && again > current.At ? again
        : (current.State is Acknowledged || IsEnd(current.State)) && again < current.At ? again
        : current.At;

    private static bool StandsBefore(ReportState[] list, ReportState one, ReportState other) => Array.IndexOf(list, one) is >= 0 and var place && place < Array.IndexOf(list, other);

    private static string WhyNot(ReportState current, ReportState wanted) => (current, wanted) switch
    {
        _ when IsEnd(current) => $"The report has ended ({current}); reopen it first.",
        (_, Reopened) => $"The report has not ended ({current}); there is nothing to reopen.",
        (Received or Triage, _) => $"No unit has the report ({current}), so none can report {wanted}.",
        (Reopened, NotOurs) => "A reopened report goes through triage before it can be returned to the channel.",
        (Answered, ReturnedByUnit) => "The unit has answered the report and cannot return it.",
        (_, NotOurs) => $"A unit works on the report ({current}); it must return it first.",
        _ => $"A report cannot go from {current} to {wanted}.",
    };

    private sealed record Row(FrozenSet<ReportState> Moves, FrozenSet<ReportState> Late)
    {
        public TransitionResult Judge(ReportState current, ReportState wanted) =>
            current == wanted ? Same
            : Moves.Contains(wanted) ? Allowed
            : Late.Contains(wanted) ? ReportTransitions.Late
            : new TransitionResult.Forbidden(WhyNot(current, wanted));
    }
}
