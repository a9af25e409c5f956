namespace Hub.Router.Routing;

/// <summary>One text with what people decided about it.</summary>
/// <param name="Topic">Label name of the unit by subject alone; null when nobody said.</param>
/// <param name="Authority">local, national or unknown; null when nobody said.</param>
public sealed record TrainingReport(string Id, string? Title, string Text, string? Place, string? Topic, string? Authority);
