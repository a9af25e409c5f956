using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Evidence;

/// <summary>Adds up what speaks for each topic. A rule counts fully once and half a second time; opening words count more, scenery less.</summary>
internal sealed class TopicScorer(RoutingKnowledge knowledge)
{
    private readonly Dictionary<string, int> sets = knowledge.Words.Select((set, index) => (set.Name, index)).GroupBy(set => set.Name).ToDictionary(group => group.Key, group => group.First().index, StringComparer.Ordinal);
    private readonly RoutingThresholds thresholds = knowledge.Thresholds;

    public List<ScoredTopic> Score(ScannedText text)
    {
        var marks = new RuleMarks(knowledge.Topics);
        var words = new List<Finding>?[knowledge.Words.Count];
        foreach (var finding in text.Findings)
        {
            if (finding.Entry.Layer is RuleLayer.Topic)
            {
                marks.Add(finding.Entry.Owner, finding.Entry.Rule, Factor(finding), finding.Entry.Phrase);
            }
            else if (finding.Entry.Layer is RuleLayer.Word)
            {
                (words[finding.Entry.Owner] ??= []).Add(finding);
            }
        }

        for (var topic = 0; topic < knowledge.Topics.Count; topic++)
        {
            AddNear(topic, words, marks);
        }

        return marks.ToTopics();
    }

    private void AddNear(int topic, List<Finding>?[] words, RuleMarks marks)
    {
        var rules = knowledge.Topics[topic].Rules;
        for (var index = 0; index < rules.Count; index++)
        {
            if (rules[index].Near is [var first, var second] && Set(first, words) is { } nouns && Set(second, words) is { } others)
            {
                AddPairs(topic, index, nouns, others, marks);
            }
        }
    }

    private void AddPairs(int topic, int rule, List<Finding> nouns, List<Finding> others, RuleMarks marks)
    {
        var within = knowledge.Topics[topic].Rules[rule].Within;
        foreach (var noun in nouns)
        {
            foreach (var other in others)
            {
                if (noun.Start != other.Start && Math.Abs(noun.Start - other.Start) <= within)
                {
                    marks.Add(topic, rule, Math.Min(Factor(noun), Factor(other)), $"{noun.Entry.Phrase} ~ {other.Entry.Phrase}");
                    break;
                }
            }
        }
    }

    private List<Finding>? Set(string name, List<Finding>?[] words) => sets.TryGetValue(name, out var index) ? words[index] : null;

    private double Factor(Finding finding) =>
        (finding.Start < thresholds.HeadWords ? thresholds.HeadFactor : 1) * (finding.AfterLandmark ? thresholds.LandmarkFactor : 1);
}
