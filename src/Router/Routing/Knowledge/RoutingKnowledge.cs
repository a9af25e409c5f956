using Hub.Router.Units;

namespace Hub.Router.Routing;

/// <summary>Everything the router knows, as data. Immutable; a new set of files makes a new one.</summary>
public sealed record RoutingKnowledge
{
    /// <summary>Content hash of all files.</summary>
    public required string Version { get; init; }

    public required UnitDirectory Units { get; init; }

    public required IReadOnlyList<RoutingTopic> Topics { get; init; }

    /// <summary>Named sets of words that rules ask to stand near each other.</summary>
    public IReadOnlyList<WordSet> Words { get; init; } = [];

    public AuthorityRules Authority { get; init; } = new([], []);

    public required RestrictedRules Restricted { get; init; }

    public IReadOnlyList<NamedAsset> Assets { get; init; } = [];

    public IReadOnlyList<CategoryRule> Categories { get; init; } = [];

    public IReadOnlyList<Region> Regions { get; init; } = [];

    public IReadOnlyList<District> Districts { get; init; } = [];

    /// <summary>Exact borders that an operator imported; null without them.</summary>
    public Boundaries? Boundaries { get; init; }

    /// <summary>Who should have what is not the ministry's, by topic and words; the first that fits counts.</summary>
    public IReadOnlyList<OutsideAgency> Agencies { get; init; } = [];

    /// <summary>What a reporter may be asked, by topic.</summary>
    public IReadOnlyList<ReporterQuestion> Questions { get; init; } = [];

    public IReadOnlyList<Abbreviation> Abbreviations { get; init; } = [];

    /// <summary>Words such as "depan" and "dekat": what follows them says where, not what.</summary>
    public IReadOnlyList<string> Landmarks { get; init; } = [];

    /// <summary>Everyday words one letter away from a word of the rules: "tanggal" is no tanggul.</summary>
    public IReadOnlyList<string> Everyday { get; init; } = [];

    /// <summary>Short reports that the rules must read as their rows say.</summary>
    public IReadOnlyList<RuleCase> Cases { get; init; } = [];

    public RoutingThresholds Thresholds { get; init; } = new();

    /// <summary>Null: the rules decide alone.</summary>
    public RoutingModel? Model { get; init; }
}

public sealed record WordSet(string Name, IReadOnlyList<string> Words);

/// <param name="Language">Of a dialect word; null for abbreviations and frequent misspellings.</param>
public sealed record Abbreviation(string ShortForm, string Expansion, string? Language = null);

/// <summary>A short text of ours and what the rules must make of it.</summary>
/// <param name="Line">Of the file, for faults.</param>
/// <param name="Topic">Id of the topic; null when it does not matter, <see cref="NoTopic"/> when there must be none.</param>
/// <param name="Authority">Null when it does not matter.</param>
public sealed record RuleCase(long Line, string Text, string? Place, string? Topic, Authority? Authority)
{
    public const string NoTopic = "-";
}
