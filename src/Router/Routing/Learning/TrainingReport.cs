namespace Hub.Router.Routing;

/// <summary>One text with what people decided about it.</summary>
public sealed record TrainingReport(string Id, string? Title, string Text, string? Place, string? Topic, string? Authority);
