using System.Globalization;
using Hub.Router.Routing.Evidence;
using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing.Steps;

/// <summary>With a model every answer has a chance to be right, and the thresholds say from which chance on no person is asked. What a hard rule decides stands.</summary>
internal static class Certainty
{
    public const string Step = "keyakinan";

    public static Ruling Weigh(RoutingCase found, Ruling ruling, List<StepTaken> taken)
    {
        if (found.Opinion is not { } opinion || found.Knowledge.Model is not { } model || ruling.Outcome is RoutingOutcome.Triage || ruling.Restricted || ruling.IsByCategory)
        {
            return ruling;
        }

        var sure = Math.Round(model.Curve.At(Belief(found, ruling, opinion)), 2);
        var certain = ruling with { Confidence = sure };
        var enough = sure >= Needed(found) && ruling.Topic is not { Id: OpinionRanking.Accusing };
        return ruling.IsFixed || enough ? certain : Ask(found, certain, taken);
    }

    /// <summary>How likely the answer is acceptable: a unit when the subject is its own; a refusal unless the matter is the ministry's by subject and by authority.</summary>
    private static double Belief(RoutingCase found, Ruling ruling, ModelOpinion opinion)
    {
        if (ruling.Outcome is RoutingOutcome.Assigned)
        {
            return opinion.Of(ruling.Topic is { } topic ? TopicLabels.Of(topic) : null);
        }

        var national = found.Authority.IsDecisive ? 0 : opinion.Of(Authority.National);
        return 1 - ((1 - opinion.Of(RoutingLabelNames.NotOurs)) * national);
    }

    /// <summary>A text in which no rule finds a subject may say nothing at all.</summary>
    private static double Needed(RoutingCase found) =>
        found.ByRules.HasTopic ? found.Knowledge.Thresholds.Automatic : Math.Max(found.Knowledge.Thresholds.Automatic, found.Knowledge.Thresholds.AutomaticWithoutRule);

    private static Ruling Ask(RoutingCase found, Ruling ruling, List<StepTaken> taken)
    {
        var thresholds = found.Knowledge.Thresholds;
        var suggests = ruling.Confidence >= thresholds.Suggest;
        var why = string.Create(CultureInfo.InvariantCulture, $"keyakinan {ruling.Confidence:0.00} di bawah {(suggests ? Needed(found) : thresholds.Suggest):0.00}");
        taken[^1] = taken[^1] with { Ended = false };
        taken.Add(new StepTaken(Step, why, true));
        return new Ruling(RoutingOutcome.Triage, $"Perlu diputuskan petugas Biro Komunikasi Publik: {why}{(suggests ? $"; saran: {ruling.Reason.TrimEnd('.')}" : "")}.", ruling.Confidence)
        {
            Suggested = suggests ? ruling.Unit ?? ruling.Addressee : null,
            Leaning = suggests ? ruling.Outcome : null,
            Rule = ruling.Rule,
        };
    }
}
