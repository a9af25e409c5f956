using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Deadlines;

/// <summary>The words under which clocks are kept, and what people call them.</summary>
internal static class ClockNames
{
    public const string Verify = "verify";
    public const string Response = "response";
    public const string Completion = "completion";
    public const string Close = "close";

    public static string Shown(string clock) => clock switch
    {
        Verify => "verifikasi",
        Response => "tindak lanjut pertama",
        Completion => "penyelesaian",
        _ => "penutupan otomatis",
    };
}

/// <summary>What may happen to a deadline, in its order.</summary>
internal static class StepNames
{
    public const string Warning = "warning";
    public const string Breach = "breach";
    public const string Close = "close";

    private static readonly string[] Levels = [Breach, "level1", "level2", "level3"];

    /// <summary>The levels of escalation with the working days after the due time; the first is the unit itself.</summary>
    public static IEnumerable<(string Step, int Days)> Escalation(EscalationDays days) =>
        Levels.Zip([days.Unit, days.Superior, days.Bureau, days.Inspectorate]);

    /// <returns>0 for the unit, 1 for whoever stands next above it, and so on; a warning goes to the unit.</returns>
    public static int LevelOf(string step) => Math.Max(0, Array.IndexOf(Levels, step));
}
