using System.Collections.Frozen;
using Hub.Contracts.Reports;

namespace Hub.Connectors.ContactCenter158;

/// <summary>158's status words and ours (CHANNELS 3.5.2). A word that is not here is reported, never guessed.</summary>
internal static class ContactCenter158StatusMap
{
    /// <summary>
    /// What a word means for our state. Null leaves our state alone: such a word is nearly always the echo of a status that the hub
    /// itself sent, and an operator who types "resolved" has not answered for the unit; only an end that the channel alone decides counts.
    /// </summary>
    public static readonly FrozenDictionary<string, ReportState?> ToHub = new Dictionary<string, ReportState?>
    {
        ["new"] = null,
        ["assigned"] = null,
        ["in_progress"] = null,
        ["waiting_citizen"] = null,
        ["waiting_third_party"] = null,
        ["resolved"] = null,
        ["rejected"] = null,
        ["closed"] = ReportState.Closed,
        ["cancelled"] = ReportState.Withdrawn,
        ["duplicate"] = ReportState.Merged,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static readonly FrozenDictionary<ReportState, string> ToChannel = new Dictionary<ReportState, string>
    {
        [ReportState.Received] = "new",
        [ReportState.Assigned] = "assigned",
        [ReportState.InProgress] = "in_progress",
        [ReportState.WaitingReporter] = "waiting_citizen",
        [ReportState.Postponed] = "waiting_third_party",
        [ReportState.Answered] = "resolved",
        [ReportState.NotOurs] = "rejected",
        [ReportState.Archived] = "rejected",
        [ReportState.Closed] = "closed",
    }.ToFrozenDictionary();

    /// <summary>SP4N classes; "other" is a word of the channel that says no class.</summary>
    public static readonly FrozenDictionary<string, ReportClass> Classes = new Dictionary<string, ReportClass>
    {
        ["complaint"] = ReportClass.Complaint,
        ["aspiration"] = ReportClass.Aspiration,
        ["information_request"] = ReportClass.InformationRequest,
        ["other"] = ReportClass.Unclassified,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int> Steps = new Dictionary<string, int>
    {
        ["new"] = 0,
        ["assigned"] = 1,
        ["in_progress"] = 2,
        ["waiting_citizen"] = 2,
        ["waiting_third_party"] = 2,
        ["resolved"] = 3,
        ["rejected"] = 3,
        ["closed"] = 4,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Forward, or reopening what was resolved; an end and an unknown word allow nothing.</summary>
    public static bool Allows(string from, string to) =>
        Steps.TryGetValue(from, out var now)
        && now < Steps["closed"]
        && Steps.TryGetValue(to, out var next)
        && (next >= now || (from is "resolved" && to is "assigned" or "in_progress"));
}
