using Hub.Contracts.Reports;
using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Learning;

/// <summary>A training report as numbers.</summary>
/// <param name="Evidence">What the rules found.</param>
/// <param name="Topic">Number of its label; -1 where nobody said. So for the authority.</param>
internal sealed record Example(TrainingReport Report, ReportFacts Facts, int[] Pieces, float[] Evidence, int Topic, int Authority)
{
    /// <summary>Any day will do: words and rules count, not units.</summary>
    private static readonly DateTimeOffset Day = new(2024, 10, 20, 5, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Example> Read(RoutingKnowledge knowledge, IReadOnlyList<string> labels, IReadOnlyList<TrainingReport> reports)
    {
        var reader = new CaseReader(knowledge);
        var words = new ModelWords(knowledge, FeatureSpace.Everything());
        var rules = new RuleEvidence(labels);
        var text = new HashedText();
        var examples = new List<Example>(reports.Count);
        foreach (var report in reports)
        {
            var facts = FactsOf(report);
            var found = reader.Read(facts);
            var evidence = new float[rules.Count];
            rules.Fill(found.ByRules, found.Asset?.Asset, evidence);
            words.Read(facts.Title, facts.Text, text.Words);
            text.Hash(knowledge.Thresholds.HeadWords);
            examples.Add(new Example(report, facts, text.Found.ToArray(), evidence, Number(labels, report.Topic), Number(AuthorityNames.All, report.Authority)));
        }

        return examples;
    }

    private static ReportFacts FactsOf(TrainingReport report) =>
        new("training", Day, report.Title, report.Text, null, ReportClass.Unclassified, new Sensitivity(false, false), string.IsNullOrWhiteSpace(report.Place) ? null : new ReportPlace(report.Place));

    private static int Number(IReadOnlyList<string> names, string? name) => name is null ? -1 : names.ToList().IndexOf(name);
}
