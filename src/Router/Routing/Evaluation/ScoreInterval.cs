namespace Hub.Router.Routing;

/// <summary>The range in which a figure lies with 95 % confidence, given how few rows it rests on. The same rows give the same range.</summary>
public readonly record struct ScoreInterval(double Low, double High)
{
    private const double Normal = 1.959964;
    private const int Draws = 1000;
    private const ulong Seed = 20241020;

    /// <summary>Wilson's interval of a share; it holds near 0 and 1 and for few rows.</summary>
    public static ScoreInterval OfShare(int part, int whole)
    {
        if (whole == 0)
        {
            return new ScoreInterval(0, 1);
        }

        var share = (double)part / whole;
        var square = Normal * Normal;
        var middle = share + (square / (2 * whole));
        var spread = Normal * Math.Sqrt((share * (1 - share) / whole) + (square / (4.0 * whole * whole)));
        var divisor = 1 + (square / whole);
        return new ScoreInterval(Math.Max(0, (middle - spread) / divisor), Math.Min(1, (middle + spread) / divisor));
    }

    /// <summary>For figures that are no share: the rows are drawn anew with replacement, and the middle 95 % of the outcomes count.</summary>
    public static ScoreInterval OfDraws(ConfusionMatrix matrix, Func<ConfusionMatrix, double> figure)
    {
        if (matrix.Total == 0)
        {
            return new ScoreInterval(0, 1);
        }

        var state = Seed;
        var outcomes = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            outcomes[draw] = figure(matrix.Drawn(below =>
            {
                state = Next(state);
                return (int)(Mixed(state) % (ulong)below);
            }));
        }

        Array.Sort(outcomes);
        return new ScoreInterval(outcomes[Draws * 25 / 1000], outcomes[(Draws * 975 / 1000) - 1]);
    }

    /// <summary>SplitMix64: the numbers of System.Random may change with the runtime.</summary>
    private static ulong Next(ulong state) => unchecked(state + 0x9E3779B97F4A7C15);

    private static ulong Mixed(ulong state)
    {
        unchecked
        {
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
