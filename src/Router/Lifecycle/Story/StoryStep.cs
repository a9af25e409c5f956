using System.Text.Json;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Lifecycle;

/// <summary>One step of a report's life, from whichever table keeps it. Free of identity.</summary>
/// <param name="At">By the hub's clock; where somebody else dated it otherwise, the facts say so.</param>
/// <param name="Kind">What sort of step it is; for lines of the history their own kind.</param>
/// <param name="Table">The table that keeps it, with <paramref name="Ref"/> as its key there.</param>
public sealed record StoryStep(DateTimeOffset At, string Kind, string By, string Text, string Table, string Ref)
{
    public ReportState? State { get; init; }

    /// <summary>What else is known of it, by name.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a decision: the stored explanation, whole.</summary>
    public JsonElement? Explanation { get; init; }
}

/// <summary>The whole life of one report in the order in which it happened.</summary>
public sealed record ReportTimeline(string Number, string Channel, ReportState State, string? Unit, IReadOnlyList<StoryStep> Steps);

/// <summary>The kinds of steps that are no lines of the history, and the order of all kinds within one instant: causes before what they cause.</summary>
internal static class StoryKinds
{
    public const string Raw = "raw";
    public const string Trouble = "quarantine";
    public const string Report = "report";
    public const string Contribution = "contribution";
    public const string File = "file";
    public const string Operator = "operator";
    public const string UnitWord = "unit_word";
    public const string Decision = "decision";
    public const string ClockStand = "clocks";
    public const string Pause = "pause";
    public const string Escalation = "escalation";
    public const string UnitEvent = "unit_event";
    public const string UnitDelivery = "unit_delivery";
    public const string Leaving = "outbox";
    public const string Status = "status";
    public const string Outcome = "status_outcome";
    public const string Sighting = "sighting";
    public const string Finding = "finding";

    private static readonly string[] InOrderOfCause =
    [
        Raw, Trouble, Report, TimelineKinds.Received, Contribution, File, TimelineKinds.Amended, Operator, UnitWord, Decision, TimelineKinds.Routed,
        TimelineKinds.State, TimelineKinds.Repeated, TimelineKinds.Late, TimelineKinds.Refused, TimelineKinds.Note, ClockStand, "clock", Pause, "deadline", Escalation,
        UnitEvent, UnitDelivery, Status, Leaving, Outcome, TimelineKinds.Synced, TimelineKinds.SyncTrouble, TimelineKinds.Receipt, Sighting, Finding,
    ];

    /// <summary>By the millisecond, since ids know no more; then causes before effects; then by table and key, which are older first where ids are keys.</summary>
    public static IEnumerable<StoryStep> Ordered(IEnumerable<StoryStep> steps) => steps
        .OrderBy(step => step.At.ToUnixTimeMilliseconds()).ThenBy(step => Rank(step.Kind)).ThenBy(step => step.Table, StringComparer.Ordinal).ThenBy(step => step.Ref, StringComparer.Ordinal);

    /// <summary>A kind that is not in the list is a line that somebody wrote about what stood there before it.</summary>
    private static int Rank(string kind) => Array.IndexOf(InOrderOfCause, kind) is >= 0 and var rank ? rank : InOrderOfCause.Length;
}

/// <summary>Makes steps: keys, facts and instants as they are written everywhere.</summary>
internal static class Steps
{
    /// <summary>Ids carry the millisecond in which they were made.</summary>
    public static DateTimeOffset MadeAt(Guid id) => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16));

    public static string Ref(params object[] key) => string.Join('/', key.Select(part => part is DateTimeOffset at ? Instant(at) : part.ToString()));

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O");

    /// <summary>What is not known is left out.</summary>
    public static IReadOnlyDictionary<string, string> Facts(params (string Name, object? Value)[] facts) => facts
        .Where(fact => fact.Value is not null and not "")
        .ToDictionary(fact => fact.Name, fact => fact.Value is DateTimeOffset at ? Instant(at) : fact.Value!.ToString()!);

    /// <param name="lines">Each with the number of the seal over it.</param>
    public static IEnumerable<StoryStep> Lines(Report report, IEnumerable<(TimelineEntry Line, long? Seal)> lines) => lines.Select(each =>
        new StoryStep(each.Line.At, each.Line.Kind, each.Line.By, RestrictedWords.Shown(report, each.Line.By, each.Line.Text), "timeline", Ref(each.Line.Id)) { State = each.Line.State, Facts = Facts(("seal", each.Seal)) });
}
