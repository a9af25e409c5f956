namespace Hub.Router.Routing.Learning;

/// <summary>The numbers of pieces of text: FNV-1a with a last stirring, since the low bits alone are kept. Letters have the upper half of the numbers, words the lower.</summary>
internal static class PieceHash
{
    public const int Bits = 17;
    public const int Buckets = 1 << Bits;
    public const int FirstOfLetters = Buckets / 2;

    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;
    private const uint WordKind = 1;
    private const uint PairKind = 2;
    private const uint OpeningKind = 3;
    private const uint LettersKind = 4;

    public static int OfWord(ReadOnlySpan<char> word) => Stirred(With(Started(WordKind), word));

    public static int OfPair(ReadOnlySpan<char> pair) => OfPair(Started(PairKind), pair);

    /// <param name="begun">By <see cref="BeginPair"/>.</param>
    public static int OfPair(uint begun, ReadOnlySpan<char> second) => Stirred(With(begun, second));

    public static uint BeginPair(ReadOnlySpan<char> first) => Next(With(Started(PairKind), first), ' ');

    public static int OfOpening(ReadOnlySpan<char> word) => Stirred(With(Started(OpeningKind), word));

    /// <summary>Letters in a row, the shorter pieces first; a space at either side tells the beginning and the end of the word.</summary>
    public static IEnumerable<int> OfLetters(string word)
    {
        var between = $" {word} ";
        for (var length = ShortestPiece; length <= LongestPiece; length++)
        {
            for (var start = 0; start + length <= between.Length; start++)
            {
                yield return FirstOfLetters + Stirred(With(Started(LettersKind), between.AsSpan(start, length)));
            }
        }
    }

    private static uint Started(uint kind) => unchecked(2166136261u ^ (kind * 0x9E3779B1u));

    private static uint With(uint hash, ReadOnlySpan<char> letters)
    {
        foreach (var letter in letters)
        {
            hash = Next(hash, letter);
        }

        return hash;
    }

    private static uint Next(uint hash, char letter) => unchecked((hash ^ letter) * 16777619u);

    private static int Stirred(uint hash)
    {
        var stirred = unchecked((hash ^ (hash >> 15)) * 0x2C1B3C6Du);
        return (int)((stirred ^ (stirred >> 13)) & (FirstOfLetters - 1));
    }
}
