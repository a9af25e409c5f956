namespace Hub.Router.Units;

/// <summary>Names for people, from codes.</summary>
internal sealed class UnitNames(UnitDirectory directory, TimeProvider clock)
{
    public string Of(string? code) => code is null ? "unit terkait" : directory.Current(code, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))?.Name ?? code;
}
