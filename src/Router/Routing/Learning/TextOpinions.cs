using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Learning;

/// <summary>Asks the model about reports; what it needs for one is used again for the next.</summary>
internal sealed class TextOpinions(RoutingKnowledge knowledge, RoutingModel model)
{
    /// <summary>About five words; of fewer nothing can be said.</summary>
    private const int FewestPieces = 60;
    private const int MostSpoken = 6;

    private readonly Desks<Desk> desks = new(() => new Desk(model.Weights));
    private readonly ModelWords words = new(knowledge, model.Weights.Space);
    private readonly RuleEvidence rules = new(model.Weights.Labels);
    private readonly FrozenDictionary<int, string[]> shown = model.Shown.Distinct(StringComparer.Ordinal)
        .GroupBy(word => ColumnOf(model, word)).ToFrozenDictionary(column => column.Key, column => column.ToArray());

    /// <returns>Null where the model has nothing to say: too few words, or a topic that it has never seen.</returns>
    public ModelOpinion? Ask(ReportFacts facts, RuleFindings found, NamedAsset? asset)
    {
        if (found.HasTopic && !model.Weights.Labels.Contains(found.Ranking.Best!.Label))
        {
            return null;
        }

        var desk = desks.Take();
        var opinion = Ask(facts, found, asset, desk);
        desks.Return(desk);
        return opinion;
    }

    private ModelOpinion? Ask(ReportFacts facts, RuleFindings found, NamedAsset? asset, Desk desk)
    {
        words.Read(facts.Title, facts.Text, desk.Text.Words);
        desk.Text.Hash(knowledge.Thresholds.HeadWords);
        if (desk.Text.Found.Length < FewestPieces)
        {
            return null;
        }

        rules.Fill(found, asset, desk.Evidence);
        Add(desk);
        Show(desk);
        var labels = model.Weights.Labels.Count;
        var (topics, authorities) = (desk.Sums[..labels], desk.Sums[labels..model.Weights.Lanes]);
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
        model.Weights.Space.Weigh(desk.Text.Found, desk.Pieces);
        model.Weights.Sum(CollectionsMarshal.AsSpan(desk.Pieces), desk.OfWords);
        Array.Clear(desk.OfRules);
        for (var number = 0; number < desk.Evidence.Length; number++)
        {
            if (desk.Evidence[number] != 0)
            {
                Sums.AddScaled(desk.OfRules, model.Weights.OfEvidence(number), desk.Evidence[number]);
            }
        }

        desk.OfWords.CopyTo(desk.Sums);
        Sums.AddScaled(desk.Sums, desk.OfRules, 1);
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
        var pairs = desk.Text.Pairs;
        for (var word = 0; word < text.Count; word++)
        {
            Look(desk, text[word].Column, null, text[word]);
            Look(desk, pairs[word], word > 0 ? text[word - 1] : null, text[word]);
        }
    }

    /// <summary>Several words may have one column.</summary>
    private void Look(Desk desk, int column, ModelWord? before, ModelWord word)
    {
        if (column < 0 || !shown.TryGetValue(column, out var candidates))
        {
            return;
        }

        foreach (var candidate in candidates)
        {
            if (before is null ? candidate == word.Text : IsPair(candidate, before.Text, word.Text))
            {
                desk.Shown.Add((candidate, column));
            }
        }
    }

    private static bool IsPair(string candidate, string first, string second) =>
        candidate.Length == first.Length + 1 + second.Length
        && candidate[first.Length] is ' '
        && candidate.StartsWith(first, StringComparison.Ordinal)
        && candidate.EndsWith(second, StringComparison.Ordinal);

    /// <summary>Those that spoke most for the best, the loudest first.</summary>
    private List<string> Spoken(Desk desk, int best, int next)
    {
        var spoken = new List<string>(MostSpoken + 1);
        Span<float> weights = stackalloc float[MostSpoken + 1];
        foreach (var (word, column) in desk.Shown)
        {
            var row = model.Weights.OfColumn(column);
            var weight = (row[best] - row[next]) * model.Weights.Space.Rarity[column];
            if (weight <= 0 || PlaceOf(word, weight, spoken, weights) is not (< MostSpoken and var place) || spoken.Contains(word))
            {
                continue;
            }

            weights[place..spoken.Count].CopyTo(weights[(place + 1)..]);
            weights[place] = weight;
            spoken.Insert(place, word);
            if (spoken.Count > MostSpoken)
            {
                spoken.RemoveAt(MostSpoken);
            }
        }

        return spoken;
    }

    /// <summary>Among the loudest so far; of words as loud as each other the first by its letters comes first.</summary>
    private static int PlaceOf(string word, float weight, List<string> spoken, ReadOnlySpan<float> weights)
    {
        var place = spoken.Count;
        while (place > 0 && (weight > weights[place - 1] || (weight == weights[place - 1] && string.CompareOrdinal(word, spoken[place - 1]) < 0)))
        {
            place--;
        }

        return place;
    }

    private static int ColumnOf(RoutingModel model, string words) =>
        model.Weights.Space.Columns[words.Contains(' ', StringComparison.Ordinal) ? PieceHash.OfPair(words) : PieceHash.OfWord(words)];

    /// <summary>Memory for one report at a time.</summary>
    private sealed class Desk(ModelWeights weights)
    {
        public HashedText Text { get; } = new();

        public List<Piece> Pieces { get; } = new(4096);

        public List<(string Word, int Column)> Shown { get; } = new(256);

        public float[] Evidence { get; } = new float[weights.EvidenceCount];

        public float[] OfWords { get; } = new float[weights.Stride];

        public float[] OfRules { get; } = new float[weights.Stride];

        public float[] Sums { get; } = new float[weights.Stride];
    }
}
