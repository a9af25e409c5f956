namespace Hub.Router.Routing;

/// <summary>What a model was made from.</summary>
/// <param name="Digest">Of the training rows, so that anybody who has them can check.</param>
public sealed record ModelProvenance(string Name, int Reports, string Digest);

/// <summary>What the model and the rules together reached on reports that the model had not seen, by cross-validation of its own training reports.</summary>
public sealed record ModelScores(int Folds, double TopicAccuracy, double TopicMacroF1, double AuthorityAccuracy, double StrictAccuracy, double StrictMacroF1);
