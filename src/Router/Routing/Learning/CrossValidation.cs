namespace Hub.Router.Routing.Learning;

/// <summary>What the whole router, with a model that had not seen the report, answered.</summary>
/// <param name="Confidence">As the model believes, before any curve.</param>
/// <param name="IsBelief">False where a rule decided that asks no model.</param>
internal sealed record JudgedExample(RoutingLabels Gold, RoutingAnswer Answer, string? SaidAuthority, string Authority, double Confidence, bool IsBelief);

/// <summary>Every example is judged by a model of the other folds, rules included, as it would be in service.</summary>
internal static class CrossValidation
{
    public static IReadOnlyList<JudgedExample> Judge(RoutingKnowledge rules, IReadOnlyList<Example> examples, int folds, Func<IReadOnlyList<Example>, RoutingModel> train)
    {
        var judged = new List<JudgedExample>(examples.Count);
        for (var fold = 0; fold < folds; fold++)
        {
            var model = train([.. examples.Where((_, row) => row % folds != fold)]);
            var engine = new RoutingEngine(rules with { Model = model, Thresholds = rules.Thresholds with { Automatic = 0, Suggest = 0 } });
            var names = new RoutingLabelNames(rules.Units);
            judged.AddRange(examples.Where((example, row) => row % folds == fold && example is { Topic: >= 0, Authority: >= 0 }).Select(example => Judge(engine, names, example)));
        }

        return judged;
    }

    public static ModelScores Scores(IReadOnlyList<JudgedExample> judged, int folds)
    {
        var scores = RoutingScores.Of([.. judged.Select(one => (one.Gold, one.Answer))]);
        var authority = judged.Count == 0 ? 0 : Math.Round((double)judged.Count(one => one.Authority == one.SaidAuthority) / judged.Count, 4);
        return new(folds, scores.TopicAccuracy, scores.TopicMacroF1, authority, scores.StrictAccuracy, scores.StrictMacroF1);
    }

    public static IReadOnlyList<(double Belief, bool Right)> Beliefs(IReadOnlyList<JudgedExample> judged) =>
        [.. judged.Where(one => one.IsBelief).Select(one => (one.Confidence, one.Answer.Unit == one.Gold.Unit || (one.Answer.Unit is { } unit && one.Gold.Alternatives.Contains(unit))))];

    private static JudgedExample Judge(RoutingEngine engine, RoutingLabelNames names, Example example)
    {
        var decision = engine.Decide(example.Facts);
        var belief = decision.Outcome is not RoutingOutcome.Triage && !decision.Explanation.Steps.Any(step => step is { Ended: true, Step: RoutingEngine.RestrictedContent });
        return new(Gold(example.Report), names.Answer(decision), example.Report.Authority, AuthorityNames.Of(decision.Explanation.Authority), decision.Confidence, belief);
    }

    /// <summary>The labels by the strict rule of labelled files: what is local is not ours, and what may be local is acceptable either way.</summary>
    private static RoutingLabels Gold(TrainingReport report)
    {
        var (topic, local) = (report.Topic!, report.Authority == AuthorityNames.Of(Authority.Local));
        if (topic == RoutingLabelNames.NotOurs)
        {
            return new(topic, [], topic);
        }

        return local
            ? new(RoutingLabelNames.NotOurs, [topic], topic)
            : new(topic, report.Authority == AuthorityNames.Of(Authority.Unknown) ? [RoutingLabelNames.NotOurs] : [], topic);
    }
}
