using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing;

/// <summary>Makes a model from labelled reports. Deterministic: the same reports in the same order, with the same rules, give the same bytes.</summary>
public static class RoutingTraining
{
    /// <summary>The way of training; a model made another way cannot be read.</summary>
    public const string Trainer = "hub-linear-1";

    private const int Folds = 5;
    private const int FewestOfLabel = 5;

    /// <exception cref="ArgumentException">A label is not one of the rules' topics, or there are not two labels to tell apart.</exception>
    public static RoutingModel Train(RoutingKnowledge knowledge, IReadOnlyList<TrainingReport> reports, ModelProvenance provenance)
    {
        var rules = knowledge with { Model = null };
        var labels = Labels(rules, reports);
        var examples = Example.Read(rules, labels, reports);
        var judged = CrossValidation.Judge(rules, examples, Folds, part => new RoutingModel(provenance, Fitting.Fit(labels, part)));
        return new RoutingModel(provenance, Fitting.Fit(labels, examples))
        {
            Scores = CrossValidation.Scores(judged, Folds),
            Curve = ConfidenceCurve.Of(CrossValidation.Beliefs(judged)),
            Shown = ShownWords.Of(rules, reports),
        };
    }

    /// <summary>What a training report may be labelled with: the label of each topic of the rules.</summary>
    public static IReadOnlyList<string> Labels(RoutingKnowledge knowledge) => TopicLabels.All(knowledge);

    /// <summary>Those with enough reports; what is rarer is left to the rules.</summary>
    private static IReadOnlyList<string> Labels(RoutingKnowledge rules, IReadOnlyList<TrainingReport> reports)
    {
        var known = Labels(rules);
        if (reports.FirstOrDefault(report => report.Topic is not null && !known.Contains(report.Topic)) is { } odd)
        {
            throw new ArgumentException($"{odd.Id}: no topic of the rules has the label '{odd.Topic}'. Use one of {string.Join(", ", known)}.", nameof(reports));
        }

        string[] labels = [.. known.Where(label => reports.Count(report => report.Topic == label) >= FewestOfLabel)];
        return labels.Length >= 2
            ? labels
            : throw new ArgumentException($"Two topics with {FewestOfLabel} reports each are the least that a model can learn from; there are {labels.Length}.", nameof(reports));
    }
}
