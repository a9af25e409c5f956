using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>For an evaluation in folds: our texts, and a router for each fold whose model has learned from them and from the other folds.</summary>
internal sealed class FoldTraining(RoutingKnowledge knowledge)
{
    private readonly IReadOnlyList<string> topics = RoutingTraining.Labels(knowledge);
    private int trained;

    public TrainingSet OwnTexts(DirectoryInfo folder) =>
        TrainingFiles.Read(Directory.GetFiles(folder.FullName, "*.csv").Order(StringComparer.Ordinal), topics);

    public RoutingEngine Train(IReadOnlyList<TrainingReport> lessons)
    {
        var set = new TrainingSet([.. lessons.Select(Learnable)], []);
        var provenance = new ModelProvenance($"fold {++trained}", set.Reports.Count, set.Digest());
        return new RoutingEngine(knowledge with { Model = RoutingTraining.Train(knowledge, set.Reports, provenance) });
    }

    /// <summary>A label without a topic in the rules, such as the inspectorate's, teaches the authority only.</summary>
    private TrainingReport Learnable(TrainingReport report) =>
        report.Topic is null || topics.Contains(report.Topic) ? report : report with { Topic = null };
}
