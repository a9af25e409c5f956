using System.Collections.Frozen;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>deadlines.yaml: every version of the limits, the offices, and who stands above the units. It is whole and free of faults.</summary>
/// <param name="versions">In the order of their days.</param>
/// <param name="standard">The office of every unit that is not named.</param>
public sealed class DeadlineBook(IReadOnlyList<DeadlineRules> versions, OfficeHours standard, IReadOnlyDictionary<string, OfficeHours> offices)
{
    private readonly FrozenDictionary<string, OfficeHours> offices = offices.ToFrozenDictionary(StringComparer.Ordinal);

    public IReadOnlyList<DeadlineRules> Versions => versions;

    /// <summary>Codes of Biro Komunikasi Publik; the first that is in force on the day is meant, as in routing.yaml.</summary>
    public required IReadOnlyList<string> Bureau { get; init; }

    /// <summary>Codes of Inspektorat Jenderal, likewise.</summary>
    public required IReadOnlyList<string> Inspectorate { get; init; }

    /// <summary>The limits for a report received then; the first version also holds for what is older than it.</summary>
    public DeadlineRules At(DateTimeOffset receivedAt)
    {
        var (day, _) = new OfficeHours(OfficeZones.Jakarta).LocalOf(receivedAt);
        return versions.LastOrDefault(rules => rules.From <= day) ?? versions[0];
    }

    /// <param name="unit">Null for a report that no unit has yet.</param>
    public OfficeHours OfficeOf(string? unit) => unit is null ? standard : offices.GetValueOrDefault(unit, standard);
}
