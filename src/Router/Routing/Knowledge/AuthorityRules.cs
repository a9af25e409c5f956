namespace Hub.Router.Routing;

/// <summary>What in a text shows whose it is (DOMAIN 5.4).</summary>
public sealed record AuthorityRules(IReadOnlyList<RoutingRule> Local, IReadOnlyList<RoutingRule> National);

/// <summary>What makes a report a matter for the Inspectorate.</summary>
/// <param name="Units">The inspectorate and its forerunners; the first in force counts.</param>
/// <param name="Accusations">Words that accuse.</param>
/// <param name="LocalAccused">Words that place the accused outside the ministry; the report is then restricted and goes on.</param>
/// <param name="SecretReports">Reports flagged rahasia go to the inspectorate as well (DESIGN part 7).</param>
public sealed record RestrictedRules(
    IReadOnlyList<string> Units,
    IReadOnlyList<RoutingRule> Accusations,
    IReadOnlyList<string> LocalAccused,
    bool SecretReports);

/// <summary>Weights at which evidence counts.</summary>
public sealed record RoutingThresholds
{
    /// <summary>A topic below this is no topic.</summary>
    public double Topic { get; init; } = 2;

    /// <summary>The best topic must lead the next family by this much.</summary>
    public double Margin { get; init; } = 1;

    public double Local { get; init; } = 2;

    public double National { get; init; } = 2;

    /// <summary>A local rule of this weight beats everything: a moderator has said so.</summary>
    public double Decisive { get; init; } = 6;

    public double Accusation { get; init; } = 3;

    /// <summary>What the channel's category adds to its topic; less than a clear word of the citizen.</summary>
    public double Category { get; init; } = 1.5;

    /// <summary>What a named dam, toll road or office adds to its topic.</summary>
    public double Asset { get; init; } = 3;

    /// <summary>The first words (title and opening) say what a report is about.</summary>
    public int HeadWords { get; init; } = 12;

    public double HeadFactor { get; init; } = 1.5;

    /// <summary>What is left of a word that follows a landmark word.</summary>
    public double LandmarkFactor { get; init; } = 0.25;

    /// <summary>With a model: from this chance on an answer needs no person.</summary>
    public double Automatic { get; init; } = 0.9;

    /// <summary>The same where no rule found a subject and the model alone speaks; never below <see cref="Automatic"/>.</summary>
    public double AutomaticWithoutRule { get; init; } = 0.9;

    /// <summary>With a model: from this chance on a person gets the answer as a suggestion.</summary>
    public double Suggest { get; init; } = 0.3;
}
