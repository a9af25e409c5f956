using System.Runtime.InteropServices;

namespace Hub.Router.Routing.Learning;

/// <summary>What a text consists of, as numbers of hashed pieces: words, pairs of words, opening words, and letters in a row within words.</summary>
internal sealed class HashedText
{
    public const int Buckets = 1 << Bits;

    private const int Bits = 17;
    private const int Half = Buckets / 2;
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;
    private const int MostLetters = 64;
    private static readonly float[] Damped = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(times => times == 0 ? 0 : 1 + MathF.Log(times))];

    private readonly byte[] times = new byte[Buckets];
    private readonly List<int> found = new(4096);
    private readonly List<(int Word, int Pair)> numbers = new(256);

    public WordBuffer Words { get; } = new();

    /// <summary>Each piece once, in the order in which it was met first: number and times in one.</summary>
    public ReadOnlySpan<int> Found => CollectionsMarshal.AsSpan(found);

    /// <summary>Of each word: its number, and that of it with the word before it; -1 for the first.</summary>
    public ReadOnlySpan<(int Word, int Pair)> Numbers => CollectionsMarshal.AsSpan(numbers);

    public static int Bucket(int piece) => piece & (Buckets - 1);

    /// <summary>The second of a thing says less than the first.</summary>
    public static float Weight(int piece) => Damped[piece >> Bits];

    /// <summary>Letters have the upper half of the numbers, words the lower.</summary>
    public static bool IsOfLetters(int bucket) => bucket >= Half;

    public void Hash(int openingWords)
    {
        found.Clear();
        numbers.Clear();
        for (var word = 0; word < Words.Count; word++)
        {
            var (number, pair) = (OfWord(Words[word]), word > 0 ? OfPair(Words.Pair(word)) : -1);
            numbers.Add((number, pair));
            Count(number);
            if (word > 0)
            {
                Count(pair);
            }

            if (word < openingWords)
            {
                Count(OfOpening(Words[word]));
            }

            CountLetters(Words.Between(word));
        }

        foreach (ref var piece in CollectionsMarshal.AsSpan(found))
        {
            var bucket = piece;
            piece |= times[bucket] << Bits;
            times[bucket] = 0;
        }
    }

    public static int OfWord(ReadOnlySpan<char> word) => Bucket(word, 1);

    public static int OfPair(ReadOnlySpan<char> pair) => Bucket(pair, 2);

    private static int OfOpening(ReadOnlySpan<char> word) => Bucket(word, 3);

    /// <summary>The shorter pieces first. A piece goes on where the shorter one with its beginning ended.</summary>
    private void CountLetters(ReadOnlySpan<char> between)
    {
        Span<uint> begun = between.Length <= MostLetters ? stackalloc uint[MostLetters] : new uint[between.Length];
        for (var start = 0; start < between.Length; start++)
        {
            begun[start] = Started(4);
        }

        for (var length = 1; length <= LongestPiece; length++)
        {
            for (var start = 0; start + length <= between.Length; start++)
            {
                begun[start] = Next(begun[start], between[start + length - 1]);
                if (length >= ShortestPiece)
                {
                    Count(Half + Stirred(begun[start]));
                }
            }
        }
    }

    private void Count(int bucket)
    {
        if (times[bucket] == 0)
        {
            found.Add(bucket);
        }

        times[bucket] = (byte)Math.Min(byte.MaxValue, times[bucket] + 1);
    }

    /// <summary>FNV-1a with a last stirring, since the low bits alone are kept.</summary>
    private static int Bucket(ReadOnlySpan<char> piece, uint kind)
    {
        var hash = Started(kind);
        foreach (var letter in piece)
        {
            hash = Next(hash, letter);
        }

        return Stirred(hash);
    }

    private static uint Started(uint kind) => unchecked(2166136261u ^ (kind * 0x9E3779B1u));

    private static uint Next(uint hash, char letter) => unchecked((hash ^ letter) * 16777619u);

    private static int Stirred(uint hash)
    {
        var stirred = unchecked((hash ^ (hash >> 15)) * 0x2C1B3C6Du);
        return (int)((stirred ^ (stirred >> 13)) & (Half - 1));
    }
}
