namespace Hub.Router.Routing.Learning;

/// <summary>From what the model believes to how often such beliefs were right: never falling, read off between its points.</summary>
/// <param name="Points">By rising belief.</param>
internal sealed record ConfidenceCurve(IReadOnlyList<CurvePoint> Points)
{
    private const int MostBins = 25;
    private const int SmallestBin = 20;

    /// <summary>Takes beliefs as they are.</summary>
    public static readonly ConfidenceCurve Straight = new([new(0, 0), new(1, 1)]);

    public double At(double belief)
    {
        if (belief <= Points[0].Belief)
        {
            return Points[0].Chance;
        }

        for (var next = 1; next < Points.Count; next++)
        {
            var (from, to) = (Points[next - 1], Points[next]);
            if (belief < to.Belief)
            {
                return from.Chance + ((to.Chance - from.Chance) * (belief - from.Belief) / (to.Belief - from.Belief));
            }
        }

        return Points[^1].Chance;
    }

    /// <summary>Isotonic regression over bins of about equal size; equal beliefs are one, and a bin without a mistake is not taken for certainty.</summary>
    public static ConfidenceCurve Of(IReadOnlyList<(double Belief, bool Right)> answers)
    {
        if (answers.Count < 2 * SmallestBin)
        {
            return Straight;
        }

        var pools = new List<Pool>();
        foreach (var bin in Bins(answers))
        {
            pools.Add(bin);
            while (pools is [.., var before, var last] && before.Chance >= last.Chance)
            {
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add(before.With(last));
            }
        }

        return new([.. pools.Select(pool => new CurvePoint(Math.Round(pool.Belief, 5), Math.Round(pool.Chance, 4)))]);
    }

    private static List<Pool> Bins(IReadOnlyList<(double Belief, bool Right)> answers)
    {
        var size = Math.Max(SmallestBin, answers.Count / MostBins);
        var bins = new List<Pool>();
        foreach (var equal in answers.GroupBy(answer => Math.Round(answer.Belief, 4)).OrderBy(group => group.Key))
        {
            var pool = new Pool(equal.Key * equal.Count(), equal.Count(answer => answer.Right), equal.Count());
            if (bins is [.., var open] && open.Count < size)
            {
                bins[^1] = open.With(pool);
            }
            else
            {
                bins.Add(pool);
            }
        }

        if (bins is [.., var last, var rest] && rest.Count < size)
        {
            bins.RemoveAt(bins.Count - 1);
            bins[^1] = last.With(rest);
        }

        return bins;
    }

    private readonly record struct Pool(double Beliefs, double Right, int Count)
    {
        public double Belief => Beliefs / Count;

        public double Chance => (Right + 0.5) / (Count + 1);

        public Pool With(Pool other) => new(Beliefs + other.Beliefs, Right + other.Right, Count + other.Count);
    }
}

/// <param name="Chance">How often such an answer was acceptable.</param>
internal readonly record struct CurvePoint(double Belief, double Chance);
