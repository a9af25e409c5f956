using Hub.Router.Reconciliation;

namespace Hub.Router.Units;

/// <summary>Names for people, from codes.</summary>
internal sealed class UnitNames(UnitDirectory directory, TimeProvider clock)
{
    public string Of(string? code) => code is null ? "unit terkait" : directory.Current(code, Jakarta.DayOf(clock.GetUtcNow()))?.Name ?? code;
}
