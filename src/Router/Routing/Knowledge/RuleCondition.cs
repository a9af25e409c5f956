using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Routing;

/// <summary>When and where a rule counts. Whatever is left out does not limit; everything that is given must hold. The time is that of receipt, as the channel dates it.</summary>
public sealed record RuleCondition
{
    /// <summary>First day, inclusive.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public DateOnly? To { get; init; }

    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    public IReadOnlyList<RuleHours> Hours { get; init; } = [];

    /// <summary>By name: sp4n, cc158, whatsapp.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whose days and hours are meant, by IANA name.</summary>
    public string Zone { get; init; } = OfficeZones.Jakarta;

    public bool Holds(ReportFacts facts)
    {
        var local = facts.ReceivedAt.ToOffset(OfficeZones.OffsetOf(Zone)).DateTime;
        var day = DateOnly.FromDateTime(local);
        return (From is not { } from || from <= day)
            && (To is not { } to || day <= to)
            && (Weekdays.Count == 0 || Weekdays.Contains(local.DayOfWeek))
            && (Hours.Count == 0 || Hours.Any(hours => hours.Hold(local.TimeOfDay)))
            && (Channels.Count == 0 || Channels.Contains(facts.Channel));
    }
}

/// <summary>A part of the day. One whose end is not after its begin crosses midnight; the weekday is that of the report's own instant.</summary>
/// <param name="To">The first instant that is outside.</param>
public sealed record RuleHours(TimeSpan From, TimeSpan To)
{
    public bool Hold(TimeSpan time) => From < To ? From <= time && time < To : From <= time || time < To;
}
