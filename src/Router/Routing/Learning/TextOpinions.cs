using System.Collections.Concurrent;
using System.Collections.Frozen;
using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Learning;

/// <summary>Asks the model about reports; what it needs for one is used again for the next.</summary>
internal sealed class TextOpinions(RoutingKnowledge knowledge, RoutingModel model)
{
    /// <summary>About five words; of fewer nothing can be said.</summary>
    private const int FewestPieces = 60;
    private const int MostSpoken = 6;

    private readonly ConcurrentBag<Desk> desks = [];
    private readonly ModelWords words = new(knowledge);
    private readonly RuleEvidence rules = new(model.Weights.Labels);
    private readonly FrozenDictionary<int, string[]> shown = model.Shown.Distinct(StringComparer.Ordinal)
        .GroupBy(word => ColumnOf(model, word)).ToFrozenDictionary(column => column.Key, column => column.ToArray());

    /// <returns>Null where the model has nothing to say: too few words, or a topic that it has never seen.</returns>
    public ModelOpinion? Ask(ReportFacts facts, RuleFindings found, NamedAsset? asset)
    {
        if (found.HasTopic && !model.Weights.Labels.Contains(TopicLabels.Of(found.Ranking.Best!.Topic)))
        {
            return null;
        }

        var desk = desks.TryTake(out var used) ? used : new Desk(model.Weights.Stride, rules.Count);
        try
        {
            return Ask(facts, found, asset, desk);
        }
        finally
        {
            desks.Add(desk);
        }
    }

    private ModelOpinion? Ask(ReportFacts facts, RuleFindings found, NamedAsset? asset, Desk desk)
    {
        words.Read(facts.Title, facts.Text, desk.Text.Words);
        desk.Text.Hash(knowledge.Thresholds.HeadWords);
        if (model.Weights.Space.Weigh(desk.Text.Found, desk.Pieces) < FewestPieces)
        {
            return null;
        }

        rules.Fill(found, asset, desk.Evidence);
        Add(desk);
        Show(desk);
        var labels = model.Weights.Labels.Count;
        float[] sums = [.. desk.OfWords.AsSpan(0, model.Weights.Lanes)];
        Sums.AddScaled(sums, desk.OfRules.AsSpan(0, sums.Length), 1);
        var (topics, authorities) = (sums[..labels], sums[labels..]);
        Chances.Of(topics);
        Chances.Of(authorities);
        return new ModelOpinion(model.Weights.Labels, topics, authorities)
        {
            TopicReason = Reason(desk, topics, 0),
            AuthorityReason = Reason(desk, authorities, labels),
        };
    }

    private void Add(Desk desk)
    {
        Array.Clear(desk.OfWords);
        Array.Clear(desk.OfRules);
        foreach (var piece in desk.Pieces)
        {
            Sums.AddScaled(desk.OfWords, model.Weights.OfColumn(piece.Column), piece.Value);
        }

        for (var number = 0; number < desk.Evidence.Length; number++)
        {
            if (desk.Evidence[number] != 0)
            {
                Sums.AddScaled(desk.OfRules, model.Weights.OfEvidence(number), desk.Evidence[number]);
            }
        }
    }

    /// <param name="first">Lane of the first chance.</param>
    private OpinionReason Reason(Desk desk, float[] chances, int first)
    {
        var best = first + ModelOpinion.Highest(chances);
        var next = ModelOpinion.Second(chances) is var second and >= 0 ? first + second : best;
        return new(Lead(desk.OfRules), Lead(desk.OfWords), Spoken(desk, best, next));

        double Lead(float[] sums) => Math.Round(sums[best] - sums[next], 1);
    }

    /// <summary>Looks up which words and pairs of the text may be shown to people.</summary>
    private void Show(Desk desk)
    {
        desk.Shown.Clear();
        var text = desk.Text.Words;
        var numbers = desk.Text.Numbers;
        for (var word = 0; word < numbers.Length; word++)
        {
            Look(text[word], numbers[word].Word);
            if (word > 0)
            {
                Look(text.Pair(word), numbers[word].Pair);
            }
        }

        void Look(ReadOnlySpan<char> said, int bucket)
        {
            // Several words may have one number.
            if (model.Weights.Space.Columns[bucket] is var column and >= 0 && shown.TryGetValue(column, out var words))
            {
                foreach (var word in words)
                {
                    if (said.SequenceEqual(word))
                    {
                        desk.Shown.Add((word, column));
                    }
                }
            }
        }
    }

    private List<string> Spoken(Desk desk, int best, int next)
    {
        desk.Spoken.Clear();
        foreach (var (word, column) in desk.Shown)
        {
            var row = model.Weights.OfColumn(column);
            var weight = (row[best] - row[next]) * model.Weights.Space.Rarity[column];
            if (weight > 0)
            {
                desk.Spoken.Add((word, weight));
            }
        }

        desk.Spoken.Sort(static (one, other) => other.Weight != one.Weight ? other.Weight.CompareTo(one.Weight) : string.CompareOrdinal(one.Word, other.Word));
        var spoken = new List<string>(MostSpoken);
        foreach (var (word, _) in desk.Spoken)
        {
            if (spoken.Count < MostSpoken && !spoken.Contains(word))
            {
                spoken.Add(word);
            }
        }

        return spoken;
    }

    private static int ColumnOf(RoutingModel model, string words) =>
        model.Weights.Space.Columns[words.Contains(' ', StringComparison.Ordinal) ? HashedText.OfPair(words) : HashedText.OfWord(words)];

    /// <summary>Memory for one report at a time.</summary>
    private sealed class Desk(int stride, int evidence)
    {
        public HashedText Text { get; } = new();

        public List<Piece> Pieces { get; } = new(4096);

        public List<(string Word, int Column)> Shown { get; } = new(256);

        public List<(string Word, float Weight)> Spoken { get; } = new(256);

        public float[] Evidence { get; } = new float[evidence];

        public float[] OfWords { get; } = new float[stride];

        public float[] OfRules { get; } = new float[stride];
    }
}
