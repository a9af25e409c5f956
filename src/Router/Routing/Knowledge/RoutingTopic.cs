using Hub.Router.Units;

namespace Hub.Router.Routing;

/// <summary>One subject of reports and who has it.</summary>
/// <param name="Subject">In Indonesian, as it stands in a reason: "kerusakan jalan".</param>
/// <param name="Units">The unit that has it, and its forerunners; the first in force on the day of the report counts. Empty when the topic is not the ministry's.</param>
public sealed record RoutingTopic(string Id, string Subject, IReadOnlyList<string> Units, IReadOnlyList<RoutingRule> Rules)
{
    /// <summary>Who should have it when it is not the ministry's, or when the authority is local: an EXT code, <see cref="RegionalGovernment"/>, or nothing.</summary>
    public string? Addressee { get; init; }

    /// <summary>Kinds of offices that share the unit's work by province.</summary>
    public IReadOnlyList<UnitKind> Offices { get; init; } = [];

    /// <summary>Offices are keyed by basin, so the office of a province is a first guess only (DOMAIN 5.3).</summary>
    public bool OfficeIsGuess { get; init; }

    /// <summary>Belongs to the housing ministry since October 2024 (DOMAIN 5.1).</summary>
    public bool Housing { get; init; }

    /// <summary>Weight that the subject itself adds to local authority: household water is a regional duty whatever the report says.</summary>
    public double LocalWeight { get; init; }

    public bool IsOurs => Units.Count > 0;

    /// <summary>Addressee word for "the regency, city or province the report comes from".</summary>
    public const string RegionalGovernment = "local";
}

/// <summary>Phrases that speak for a topic, or word sets that do so when they stand near each other.</summary>
/// <param name="Terms">Any of these phrases.</param>
/// <param name="Near">Two word sets; a word of each within <paramref name="Within"/> words.</param>
/// <param name="Level">For authority: kabupaten, kota or provinsi, where the words tell.</param>
public sealed record RoutingRule(
    string Id,
    double Weight,
    IReadOnlyList<string> Terms,
    IReadOnlyList<string> Near,
    int Within = 4,
    string? Level = null)
{
    /// <summary>Null: the rule always counts.</summary>
    public RuleCondition? When { get; init; }
}
