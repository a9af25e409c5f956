namespace Hub.Router.Accountability;

/// <summary>What the clocks of a report say, as conditions over <c>r</c> (reports), <c>c</c> (report_clocks). The words are defined in deploy/FIGURES.md.</summary>
internal static class ClockSql
{
    /// <summary>Reports that go on under another number are counted there, and only there.</summary>
    public const string Counted = "r.state <> 'Merged'";

    /// <summary>Closed because time ran out: by the hub, or by the channel in its own words.</summary>
    /// <param name="words">Names of parameters.</param>
    public static string AutoClosed(string words) =>
        $"""
        (r.state = 'Closed' AND (LOWER(r.channel_word) IN ({words})
          OR EXISTS (SELECT 1 FROM deadline_acts a WHERE a.report_id = r.id AND a.clock = 'close' AND a.step = 'close' AND a.due_at = c.close_due)))
        """;

    /// <summary>No unit of the ministry owes these an answer.</summary>
    public const string Owed = "r.state NOT IN ('NotOurs', 'Withdrawn')";

    /// <summary>The clock was met, or its time ran out first: whatever still runs within its limit is not judged yet.</summary>
    public static string Judged(string clock) => $"(c.{clock}_due IS NOT NULL AND (c.{clock}_at IS NOT NULL OR c.{clock}_due < {Stop(clock)}))";

    public static string InLimit(string clock) => $"(c.{clock}_at IS NOT NULL AND c.{clock}_at <= c.{clock}_due)";

    /// <summary>Open, and this clock ran out.</summary>
    public static string Past(string clock) => $"(c.ended_at IS NULL AND c.{clock}_at IS NULL AND c.{clock}_due < {Stop(clock)})";

    public static string PastAny { get; } = $"({Past("verify")} OR {Past("response")} OR {Past("completion")})";

    /// <summary>The due time that was missed first; the three follow each other.</summary>
    public static string FirstMissed { get; } =
        $"CASE WHEN {Past("verify")} THEN c.verify_due WHEN {Past("response")} THEN c.response_due WHEN {Past("completion")} THEN c.completion_due END";

    public static string Count(string condition) => $"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)";

    /// <summary>A clock that stands still runs out of nothing; nobody pauses the verification.</summary>
    private static string Stop(string clock) => clock == "verify" ? "COALESCE(c.ended_at, @now)" : "COALESCE(c.paused_at, c.ended_at, @now)";
}
