namespace Hub.Router.Routing;

/// <summary>One row of a labelled file; the router sees the text and the place only.</summary>
public sealed record LabelledReport(string Id, string Text, string? LocationHint, RoutingLabels Labels);

/// <param name="Unit">The unit that should get it under the strict rule.</param>
/// <param name="Alternatives">Further acceptable units.</param>
/// <param name="Topic">The unit by subject alone.</param>
/// <param name="Authority">local, national or unknown; empty when nobody has said so.</param>
public sealed record RoutingLabels(string Unit, IReadOnlyList<string> Alternatives, string Topic, string Authority = "")
{
    public bool Accept(string? unit) => unit is not null && (unit == Unit || Alternatives.Contains(unit));
}

/// <summary>What the router said about one row, in the label names.</summary>
/// <param name="Unit">Its answer, or its suggestion when it asks a person; null when it has none.</param>
/// <param name="Topic">Its unit by subject alone.</param>
public sealed record RoutingAnswer(string? Unit, string? Topic, bool Automatic)
{
    /// <summary>local, national or unknown.</summary>
    public string? Authority { get; init; }

    public double Confidence { get; init; }

    /// <summary>The rule that won, where one did.</summary>
    public string? Rule { get; init; }
}

/// <summary>One row with its labels and the answer that was given without them.</summary>
public sealed record JudgedReport(string Id, RoutingLabels Gold, RoutingAnswer Answer)
{
    /// <summary>The answer is the unit of the label or one that is acceptable as well.</summary>
    public bool IsAcceptable => Gold.Accept(Answer.Unit);
}
