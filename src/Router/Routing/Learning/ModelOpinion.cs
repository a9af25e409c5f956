namespace Hub.Router.Routing.Learning;

/// <summary>What the model, which knows what the rules found, believes about one report.</summary>
internal sealed record ModelOpinion(IReadOnlyList<string> Labels, float[] Topics, float[] Authorities)
{
    public required OpinionReason TopicReason { get; init; }

    public required OpinionReason AuthorityReason { get; init; }

    public string Label => Labels[Highest(Topics)];

    public Authority Authority => (Authority)Highest(Authorities);

    public double Of(Authority authority) => Authorities[(int)authority];

    /// <summary>0 for a label that the model has never seen.</summary>
    public double Of(string? label)
    {
        for (var index = 0; index < Labels.Count; index++)
        {
            if (Labels[index] == label)
            {
                return Topics[index];
            }
        }

        return 0;
    }

    internal static int Highest(ReadOnlySpan<float> chances)
    {
        var best = 0;
        for (var index = 1; index < chances.Length; index++)
        {
            best = chances[index] > chances[best] ? index : best;
        }

        return best;
    }

    /// <returns>-1 when there is but one.</returns>
    internal static int Second(ReadOnlySpan<float> chances)
    {
        var (best, second) = (Highest(chances), -1);
        for (var index = 0; index < chances.Length; index++)
        {
            second = index != best && (second < 0 || chances[index] > chances[second]) ? index : second;
        }

        return second;
    }
}

/// <summary>Why the first is ahead of the second.</summary>
/// <param name="Rules">What the findings of the rules add to its lead, in log-odds.</param>
/// <param name="Words">What the words add.</param>
/// <param name="Spoken">The words that spoke most for it, as the model's own list has them.</param>
internal sealed record OpinionReason(double Rules, double Words, IReadOnlyList<string> Spoken);
