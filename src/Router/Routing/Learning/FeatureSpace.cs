using System.Runtime.InteropServices;

namespace Hub.Router.Routing.Learning;

/// <summary>One piece of a text: its column and how much it weighs there.</summary>
internal readonly record struct Piece(int Column, float Value);

/// <summary>Which pieces count and how telling each is: what stands in one report only is left out, what stands in all says little.</summary>
/// <param name="Columns">Of each piece in the order of their numbers; -1 where it does not count.</param>
/// <param name="Rarity">By column, in steps of a sixteenth.</param>
internal sealed record FeatureSpace(int[] Columns, byte[] Rarity)
{
    private const int LeastReports = 2;
    private const float Step = 1 / 16f;

    private readonly int firstOfLetters = Columns.Take(PieceHash.FirstOfLetters).Count(column => column >= 0);

    public int Count => Rarity.Length;

    /// <summary>Every piece counts: for the texts from which it is learned which do.</summary>
    public static FeatureSpace Everything() => Of([.. Enumerable.Range(0, PieceHash.Buckets)], new byte[PieceHash.Buckets]);

    public static FeatureSpace Of(IReadOnlyList<Example> examples)
    {
        var reports = new int[PieceHash.Buckets];
        foreach (var piece in examples.SelectMany(example => example.Pieces))
        {
            reports[HashedText.Column(piece)]++;
        }

        int[] buckets = [.. Enumerable.Range(0, reports.Length).Where(bucket => reports[bucket] >= LeastReports)];
        return Of(buckets, [.. buckets.Select(bucket => Rare(examples.Count, reports[bucket]))]);
    }

    /// <param name="buckets">Those that count, rising.</param>
    public static FeatureSpace Of(IReadOnlyList<int> buckets, byte[] rarity)
    {
        var columns = new int[PieceHash.Buckets];
        Array.Fill(columns, -1);
        for (var column = 0; column < buckets.Count; column++)
        {
            columns[buckets[column]] = column;
        }

        return new(columns, rarity);
    }

    /// <summary>Those of the pieces that count here.</summary>
    /// <param name="pieces">Of <see cref="Everything"/>.</param>
    public int[] Known(int[] pieces) => [.. pieces.Where(piece => Columns[HashedText.Column(piece)] >= 0).Select(piece => HashedText.In(Columns[HashedText.Column(piece)], piece))];

    /// <summary>Words and letters are brought to length 1, each for itself, so that long reports are not louder than short ones.</summary>
    public void Weigh(ReadOnlySpan<int> found, List<Piece> pieces)
    {
        CollectionsMarshal.SetCount(pieces, found.Length);
        var weighed = CollectionsMarshal.AsSpan(pieces);
        var (words, letters) = (0f, 0f);
        for (var at = 0; at < weighed.Length; at++)
        {
            var column = HashedText.Column(found[at]);
            var value = HashedText.Weight(found[at]) * Rarity[column] * Step;
            weighed[at] = new Piece(column, value);
            words += column < firstOfLetters ? value * value : 0;
            letters += column < firstOfLetters ? 0 : value * value;
        }

        Shorten(weighed, 1 / MathF.Sqrt(Math.Max(words, 1e-9f)), 1 / MathF.Sqrt(Math.Max(letters, 1e-9f)));
    }

    private void Shorten(Span<Piece> pieces, float words, float letters)
    {
        foreach (ref var piece in pieces)
        {
            piece = piece with { Value = piece.Value * (piece.Column < firstOfLetters ? words : letters) };
        }
    }

    private static byte Rare(int all, int some) => (byte)Math.Clamp(Math.Round((1 + Math.Log((1.0 + all) / (1 + some))) / Step), 1, byte.MaxValue);
}
