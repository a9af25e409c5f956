namespace Hub.Router.Routing;

/// <summary>One text with what people decided about it.</summary>
/// <param name="Topic">Label name of the unit by subject alone; null when nobody said.</param>
/// <param name="Authority">local, national or unknown; null when nobody said.</param>
public sealed record TrainingReport(string Id, string? Title, string Text, string? Place, string? Topic, string? Authority);

/// <summary>What a model was made from.</summary>
/// <param name="Digest">Of the training rows, so that anybody who has them can check.</param>
public sealed record ModelProvenance(string Name, int Reports, string Digest);

/// <summary>What the model reached on reports that it had not seen, by cross-validation of its own training reports.</summary>
public sealed record ModelScores(int Folds, double TopicAccuracy, double TopicMacroF1, double AuthorityAccuracy, double StrictAccuracy, double StrictMacroF1);
