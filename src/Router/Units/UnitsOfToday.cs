using Hub.Router.Reconciliation;

namespace Hub.Router.Units;

/// <summary>The directory on the day that it is now in Jakarta, whatever the zone of the machine.</summary>
public sealed class UnitsOfToday(UnitDirectory directory, TimeProvider clock)
{
    private DateOnly Day => Jakarta.DayOf(clock.GetUtcNow());

    public IReadOnlyList<Unit> InForce() => directory.InForce(Day);

    /// <summary>Why nobody of this code is at a desk today, and who carries on the work; null for a unit that has not ended.</summary>
    public string? WhyEnded(string code) => directory.Ended(code, Day) is not { } last ? null
        : directory.Current(code, Day) is { } next ? $"{code} ended on {last.ValidTo:yyyy-MM-dd}; its work is with {next.Code} ({next.Name})."
        : $"{code} ended on {last.ValidTo:yyyy-MM-dd} and no unit carries on its work; ask Biro Komunikasi Publik.";
}
