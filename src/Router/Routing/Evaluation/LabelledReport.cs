namespace Hub.Router.Routing;

/// <summary>One row of a labelled file; the router sees the text and the place only.</summary>
public sealed record LabelledReport(string Id, string Text, string? LocationHint, RoutingLabels Labels);

/// <param name="Unit">The unit that should get it under the strict rule.</param>
/// <param name="Alternatives">Further acceptable units.</param>
/// <param name="Topic">The unit by subject alone.</param>
public sealed record RoutingLabels(string Unit, IReadOnlyList<string> Alternatives, string Topic);

/// <summary>What the router said about one row, in the label names.</summary>
/// <param name="Unit">Its answer, or its suggestion when it asks a person; null when it has none.</param>
/// <param name="Topic">Its unit by subject alone.</param>
public sealed record RoutingAnswer(string? Unit, string? Topic, bool Automatic);
