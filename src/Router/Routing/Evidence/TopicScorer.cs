using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Evidence;

/// <summary>Adds up what speaks for each topic. A rule counts fully once and half a second time; opening words count more, scenery less.</summary>
internal sealed class TopicScorer(RoutingKnowledge knowledge)
{
    private readonly NearRule[] near = NearRules(knowledge);
    private readonly RoutingThresholds thresholds = knowledge.Thresholds;
    private readonly Desks<Desk> desks = new(() => new Desk(knowledge));

    /// <param name="on">Whose rules count; without it all of them.</param>
    public List<ScoredTopic> Score(ScannedText text, ReportFacts? on = null)
    {
        var desk = desks.Take();
        Sort(text, desk);
        foreach (var rule in near)
        {
            if (desk.Words[rule.First] is { Count: > 0 } nouns && desk.Words[rule.Second] is { Count: > 0 } others && Counts(rule, on))
            {
                AddPairs(rule.Topic, rule.Rule, nouns, others, desk.Marks);
            }
        }

        var scored = desk.Marks.Take();
        desks.Return(desk);
        return scored;
    }

    private void Sort(ScannedText text, Desk desk)
    {
        foreach (var words in desk.Words)
        {
            words.Clear();
        }

        foreach (var finding in text.Findings)
        {
            if (finding.Entry.Layer is RuleLayer.Topic)
            {
                desk.Marks.Add(finding.Entry.Owner, finding.Entry.Rule, Factor(finding), finding.Entry.Phrase);
            }
            else if (finding.Entry.Layer is RuleLayer.Word)
            {
                desk.Words[finding.Entry.Owner].Add(finding);
            }
        }
    }

    private bool Counts(NearRule rule, ReportFacts? on) => on is null || knowledge.Topics[rule.Topic].Rules[rule.Rule].When is not { } when || when.Holds(on);

    /// <summary>Rules that ask for two word sets, with their numbers: a text asks each of them.</summary>
    private static NearRule[] NearRules(RoutingKnowledge knowledge)
    {
        var sets = knowledge.Words.Select((set, index) => (set.Name, index)).GroupBy(set => set.Name).ToDictionary(group => group.Key, group => group.First().index, StringComparer.Ordinal);
        return
        [
            .. from topic in Enumerable.Range(0, knowledge.Topics.Count)
               from rule in Enumerable.Range(0, knowledge.Topics[topic].Rules.Count)
               let names = knowledge.Topics[topic].Rules[rule].Near
               where names.Count == 2 && sets.ContainsKey(names[0]) && sets.ContainsKey(names[1])
               select new NearRule(topic, rule, sets[names[0]], sets[names[1]]),
        ];
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
                    marks.Add(topic, rule, Math.Min(Factor(noun), Opening(other)), noun.Entry.Phrase, other.Entry.Phrase);
                    break;
                }
            }
        }
    }

    private double Factor(Finding finding) => Opening(finding) * (finding.AfterLandmark ? thresholds.LandmarkFactor : 1);

    /// <summary>A landmark tells where a thing is, not how it is: in "depan masjid rusak" the mosque is scenery and the damage is not.</summary>
    private double Opening(Finding finding) => finding.Start < thresholds.HeadWords ? thresholds.HeadFactor : 1;

    /// <param name="First">Number of the word set; of the other likewise.</param>
    private readonly record struct NearRule(int Topic, int Rule, int First, int Second);

    /// <summary>Memory for one text at a time.</summary>
    private sealed class Desk(RoutingKnowledge knowledge)
    {
        public RuleMarks Marks { get; } = new(knowledge.Topics);

        /// <summary>By the number of their set.</summary>
        public List<Finding>[] Words { get; } = [.. knowledge.Words.Select(_ => new List<Finding>())];
    }
}
