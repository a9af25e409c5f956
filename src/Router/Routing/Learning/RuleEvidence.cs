using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Learning;

/// <summary>What the rules found, as numbers beside the pieces of the text: the model learns how far to follow them.</summary>
internal sealed class RuleEvidence(IReadOnlyList<string> labels)
{
    /// <summary>By kind of finding about a topic, in the order of their numbers: score, lead at all, clear lead.</summary>
    public static readonly float[] Trust = [1, 1, 1.5f];

    /// <summary>How loud a finding is beside the words; chosen by cross-validation (DECISIONS).</summary>
    private const float Gain = 0.5f;

    private const double MostTopic = 12;
    private const double MostAuthority = 6;
    private const int OfAuthority = 11;

    /// <summary>Always 1: what is true before anything is read.</summary>
    private const int Constant = 1;

    public int Count => (3 * labels.Count) + OfAuthority + Constant;

    public void Fill(RuleFindings found, NamedAsset? asset, Span<float> numbers)
    {
        numbers.Clear();
        Topics(found, numbers);
        Owners(found, asset, numbers[(3 * labels.Count)..]);
        numbers[Count - 1] = 1;
        foreach (ref var number in numbers)
        {
            number *= Gain;
        }
    }

    /// <summary>By label: how strongly its topics scored, whether it leads, and whether it leads clearly.</summary>
    private void Topics(RuleFindings found, Span<float> numbers)
    {
        foreach (var topic in found.Ranking.Topics)
        {
            if (Number(topic) is var label and >= 0)
            {
                numbers[label] = Math.Max(numbers[label], (float)(Math.Min(topic.Score, MostTopic) / (MostTopic / 2)));
            }
        }

        if (found.HasTopic && Number(found.Ranking.Best!) is var best and >= 0)
        {
            numbers[labels.Count + best] = 1;
            numbers[(2 * labels.Count) + best] = (float)Math.Min(1, found.Ranking.Lead / 3);
        }
    }

    private int Number(ScoredTopic topic) => topic.Label is { } label ? IndexOf(label) : -1;

    private int IndexOf(string label)
    {
        for (var index = 0; index < labels.Count; index++)
        {
            if (labels[index] == label)
            {
                return index;
            }
        }

        return -1;
    }

    private static void Owners(RuleFindings found, NamedAsset? asset, Span<float> numbers)
    {
        var authority = found.Authority;
        numbers[0] = Share(authority.Local);
        numbers[1] = Share(authority.National);
        numbers[2] = authority.IsDecisive ? 1 : 0;
        numbers[3 + (int)authority.Authority] = 1;
        if (asset is not null)
        {
            numbers[6 + (int)asset.Kind] = 1;
        }
    }

    private static float Share(double weight) => (float)(Math.Clamp(weight, -MostAuthority, MostAuthority) / (MostAuthority / 2));
}
