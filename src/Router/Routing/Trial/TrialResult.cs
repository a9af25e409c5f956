using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Routing.Trial;

/// <param name="List">So many of the changed reports are listed; all are counted.</param>
public sealed record TrialQuestion(DateTimeOffset From, int List);

/// <summary>What other rules would have made of reports that are decided already. Nothing was changed.</summary>
/// <param name="RuleSet">The rules that were tried.</param>
public sealed record TrialResult(string RuleSet, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Reports with a decision; those without one have nothing to compare with.</summary>
    public long Compared { get; init; }

    public long Undecided { get; init; }

    public long Changed { get; init; }

    /// <summary>On which the tried rules fail; they count as triage.</summary>
    public long Failed { get; init; }

    public long TriageBefore { get; init; }

    public long TriageAfter { get; init; }

    /// <summary>Reports whose last word is a person's or a unit's, and those of them that the tried rules decide alike.</summary>
    public long ByPeople { get; init; }

    public long LikePeople { get; init; }

    /// <summary>By whose rules the standing decisions were made; "people" for the others.</summary>
    public required IReadOnlyDictionary<string, long> DecidedBy { get; init; }

    /// <summary>Unit to unit.</summary>
    public required IReadOnlyList<DecisionMove> Moves { get; init; }

    /// <summary>Assigned, NotOurs, Triage.</summary>
    public required IReadOnlyList<DecisionMove> Outcomes { get; init; }

    /// <summary>Open reports that would move, by class. The limits count from receipt: the next unit gets what is left of them.</summary>
    public required IReadOnlyList<TrialDeadline> Deadlines { get; init; }

    /// <summary>The first ones, in the order they came to the hub.</summary>
    public required IReadOnlyList<TrialChange> Changes { get; init; }
}

/// <summary>Open reports of one class that would go elsewhere.</summary>
/// <param name="Overdue">Have a limit behind them already.</param>
/// <param name="Nearest">The first limit that is due.</param>
/// <param name="OtherZone">Go to an office in another zone, so that their due times shift with its days.</param>
/// <param name="Ends">Would be returned as not ours, which ends their clocks.</param>
public sealed record TrialDeadline(ReportClass Class, ClassLimits Limits, long Open, long Overdue, DateTimeOffset? Nearest, long OtherZone, long Ends);

/// <param name="Rule">That wins in the tried rules.</param>
/// <param name="Due">The nearest limit of an open report.</param>
public sealed record TrialChange(string Number, string From, string To, string OutcomeFrom, string OutcomeTo, string? Rule, bool Open, DateTimeOffset? Due, string DecidedBy);
