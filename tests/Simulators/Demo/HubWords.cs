namespace Hub.Simulators.Demo;

/// <summary>Where a report stands, in the words the demo counts by.</summary>
internal enum HubPlace
{
    Undecided,
    Assigned,
    NotOurs,
    Triage,
}

/// <summary>The hub's words as an outsider reads them; spelling with or without underscores.</summary>
internal static class HubWords
{
    private static readonly HashSet<string> WithUnit = new(StringComparer.OrdinalIgnoreCase)
    {
        "assigned", "acknowledged", "inprogress", "waitingreporter", "answered", "closed", "postponed", "archived", "reopened",
    };

    public static HubPlace PlaceOf(HubReport report) => Plain(report.State) switch
    {
        "triage" => HubPlace.Triage,
        "notours" => HubPlace.NotOurs,
        var state when WithUnit.Contains(state) && report.Unit is not null => HubPlace.Assigned,
        _ => HubPlace.Undecided,
    };

    /// <summary>Nothing more will happen to it in a demo.</summary>
    public static bool IsAtRest(HubReport report) => Plain(report.State) is "triage" or "notours" or "answered" or "closed" or "postponed" or "archived";

    public static bool IsDelivered(HubStatus status) => Plain(status.Outcome) == "delivered";

    /// <summary>It will not move by itself any more, for better or worse.</summary>
    public static bool IsSettled(HubStatus status) => Plain(status.Outcome) is "delivered" or "rejected" or "waitingperson";

    public static bool Is(string word, string expected) => Plain(word) == expected;

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
