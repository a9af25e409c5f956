using System.Runtime.InteropServices;

namespace Hub.Router.Routing.Learning;

/// <summary>One piece of a text: its column and how much it weighs there.</summary>
internal readonly record struct Piece(int Column, float Value, bool OfLetters);

/// <summary>Which pieces count and how telling each is: what stands in one report only is left out, what stands in all says little.</summary>
/// <param name="Columns">Of each piece; -1 where it does not count.</param>
/// <param name="Rarity">By column, in steps of a sixteenth.</param>
internal sealed record FeatureSpace(int[] Columns, byte[] Rarity)
{
    private const int LeastReports = 2;
    private const float Step = 1 / 16f;

    public int Count => Rarity.Length;

    public static FeatureSpace Of(IReadOnlyList<Example> examples)
    {
        var reports = new int[HashedText.Buckets];
        foreach (var piece in examples.SelectMany(example => example.Pieces))
        {
            reports[HashedText.Bucket(piece)]++;
        }

        int[] buckets = [.. Enumerable.Range(0, reports.Length).Where(bucket => reports[bucket] >= LeastReports)];
        return Of(buckets, [.. buckets.Select(bucket => Rare(examples.Count, reports[bucket]))]);
    }

    /// <param name="buckets">Those that count, rising.</param>
    public static FeatureSpace Of(IReadOnlyList<int> buckets, byte[] rarity)
    {
        var columns = new int[HashedText.Buckets];
        Array.Fill(columns, -1);
        for (var column = 0; column < buckets.Count; column++)
        {
            columns[buckets[column]] = column;
        }

        return new(columns, rarity);
    }

    /// <summary>Words and letters are brought to length 1, each for itself, so that long reports are not louder than short ones.</summary>
    /// <returns>How many pieces are known.</returns>
    public int Weigh(ReadOnlySpan<int> found, List<Piece> pieces)
    {
        pieces.Clear();
        var (words, letters) = (0f, 0f);
        foreach (var piece in found)
        {
            var bucket = HashedText.Bucket(piece);
            if (Columns[bucket] is var column and >= 0)
            {
                var value = HashedText.Weight(piece) * Rarity[column] * Step;
                var ofLetters = HashedText.IsOfLetters(bucket);
                pieces.Add(new Piece(column, value, ofLetters));
                (words, letters) = ofLetters ? (words, letters + (value * value)) : (words + (value * value), letters);
            }
        }

        Shorten(pieces, 1 / MathF.Sqrt(Math.Max(words, 1e-9f)), 1 / MathF.Sqrt(Math.Max(letters, 1e-9f)));
        return pieces.Count;
    }

    private static void Shorten(List<Piece> pieces, float words, float letters)
    {
        foreach (ref var piece in CollectionsMarshal.AsSpan(pieces))
        {
            piece = piece with { Value = piece.Value * (piece.OfLetters ? letters : words) };
        }
    }

    private static byte Rare(int all, int some) => (byte)Math.Clamp(Math.Round((1 + Math.Log((1.0 + all) / (1 + some))) / Step), 1, byte.MaxValue);
}
