using Hub.Contracts.Reports;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>Limits of one class of reports in working days, all counted from receipt (DOMAIN 2.4).</summary>
/// <param name="Verify">Until the report is with a unit, or returned as not ours.</param>
/// <param name="Response">Until the unit's first follow-up.</param>
/// <param name="Completion">Until it is answered.</param>
public sealed record ClassLimits(int Verify, int Response, int Completion)
{
    /// <summary>The class whose limits these are, where a class has none of its own: whoever shows a deadline says so.</summary>
    public ReportClass? CountsAs { get; init; }
}

/// <summary>Working days after a breach at which each level is told; the unit hears of the breach itself.</summary>
public sealed record EscalationDays(int Unit, int Superior, int Bureau, int Inspectorate);

/// <summary>Who closes a report that was answered and not replied to.</summary>
public enum ClosedBy
{
    Hub,

    /// <summary>The channel does it by itself and tells the hub (DOMAIN 2.4).</summary>
    Channel,
}

/// <summary>The limits that hold for reports received from one day on, until the next version.</summary>
/// <param name="Version">The day and a hash of the content: another content is another version.</param>
/// <param name="From">In Jakarta.</param>
/// <param name="Classes">Every class is in it.</param>
public sealed record DeadlineRules(string Version, DateOnly From, IReadOnlyDictionary<ReportClass, ClassLimits> Classes)
{
    /// <summary>Working days after an answer without reply.</summary>
    public required int AutoClose { get; init; }

    /// <summary>Working days before a due time at which the unit is reminded.</summary>
    public required int WarnBefore { get; init; }

    public required EscalationDays Escalate { get; init; }

    /// <summary>Working days after closing in which a report may be opened again.</summary>
    public required int ReopenWithin { get; init; }

    /// <summary>Channels that differ from the others.</summary>
    public required IReadOnlyDictionary<string, ClosedBy> Closing { get; init; }

    public required ClosedBy OthersClosedBy { get; init; }

    public ClassLimits Of(ReportClass reportClass) => Classes[reportClass];

    /// <summary>Whether the hub closes reports of this channel by itself.</summary>
    public bool HubCloses(string channel) => Closing.GetValueOrDefault(channel, OthersClosedBy) is ClosedBy.Hub;
}
