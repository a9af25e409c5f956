namespace Hub.Router.Routing.Text;

/// <param name="Words">Numbers of the words worth looking for in a mistake; names of places are not.</param>
/// <param name="Alone">Those that say something by themselves: of "belum diangkut" neither half does.</param>
/// <param name="Pairs">Words that stand side by side in a rule.</param>
internal sealed record ForgivenWords(IReadOnlySet<int> Words, IReadOnlySet<int> Alone, HashSet<long> Pairs);

/// <summary>Reads words that no rule has as they stand: other endings, doubled letters, glued words, typing errors. Only words of the rules come out, and everyday words are left alone.</summary>
internal sealed class Spelling
{
    private const int ShortestStretched = 4;
    private const int ShortestGlued = 7;
    private const int ShortestBesideSmall = 5;
    private const int LongestWord = 48;

    /// <summary>Small words that get stuck to others.</summary>
    private static readonly HashSet<string> SmallWords = new(StringComparer.Ordinal)
    {
        "yang", "yg", "dan", "di", "ke", "dari", "dgn", "dengan", "ini", "itu", "sudah", "sdh", "belum", "tidak", "tdk", "karena", "krn", "untuk", "sangat", "sering", "saat", "akibat", "kami", "saya", "warga", "pak", "bapak", "mohon", "tolong", "ada", "agar", "serta",
    };

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> words;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> stems;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> smallWords = SmallWords.GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> everyday;
    private readonly HashSet<long> pairs;
    private readonly TypingErrors errors;

    /// <param name="words">Words of the rules with their numbers, and short forms that stand for one word.</param>
    /// <param name="forgiven">Which of them count alone or side by side.</param>
    /// <param name="everyday">Words that look like a rule's word and are none.</param>
    public Spelling(Dictionary<string, int> words, ForgivenWords forgiven, IEnumerable<string> everyday)
    {
        this.words = words.GetAlternateLookup<ReadOnlySpan<char>>();
        stems = words.Where(word => forgiven.Alone.Contains(word.Value)).ToDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        this.everyday = everyday.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        pairs = forgiven.Pairs;
        errors = new TypingErrors(words);
    }

    public static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    /// <summary>The same word in letters only, where digits stand for letters ("b4njir").</summary>
    public bool Knows(ReadOnlySpan<char> word) => word.Length >= ShortestBesideSmall && words.ContainsKey(word);

    /// <summary>Appends what the word means to the rules; an unknown word keeps its place.</summary>
    public void Read(ReadOnlySpan<char> word, List<int> into)
    {
        if (word.Length <= ShortestStretched || everyday.Contains(word))
        {
            into.Add(Vocabulary.Unknown);
        }
        else if (Unstretched(word) is var single and not Vocabulary.Unknown)
        {
            into.Add(single);
        }
        else if (Affixes.StemOf(word, stems) is var stem and not Vocabulary.Unknown)
        {
            into.Add(stem);
        }
        else if (!Unglue(word, into))
        {
            into.Add(errors.Meant(word));
        }
    }

    /// <summary>"rusaak" and "jallan": one of two equal letters is too many.</summary>
    private int Unstretched(ReadOnlySpan<char> word)
    {
        Span<char> rest = stackalloc char[LongestWord];
        for (var at = 1; at < word.Length; at++)
        {
            if (word[at] == word[at - 1])
            {
                word[..at].CopyTo(rest);
                word[(at + 1)..].CopyTo(rest[at..]);
                if (words.TryGetValue(rest[..(word.Length - 1)], out var id))
                {
                    return id;
                }
            }
        }

        return Vocabulary.Unknown;
    }

    /// <summary>"jalanrusak" where some rule has the two side by side; "banjirdan" where one half is a small word.</summary>
    private bool Unglue(ReadOnlySpan<char> word, List<int> into)
    {
        for (var cut = 2; word.Length >= ShortestGlued && cut <= word.Length - 2; cut++)
        {
            var left = word[..cut];
            var right = word[cut..];
            var (first, second) = (NumberOf(left), NumberOf(right));
            if (!IsPair(first, second) && !IsBesideSmall(left, second, right) && !IsBesideSmall(right, first, left))
            {
                continue;
            }

            into.Add(first);
            into.Add(second);
            return true;
        }

        return false;
    }

    private bool IsPair(int first, int second) => first != Vocabulary.Unknown && second != Vocabulary.Unknown && pairs.Contains(Pair(first, second));

    private bool IsBesideSmall(ReadOnlySpan<char> small, int number, ReadOnlySpan<char> word) =>
        number != Vocabulary.Unknown && word.Length >= ShortestBesideSmall && smallWords.Contains(small);

    private int NumberOf(ReadOnlySpan<char> word) => words.TryGetValue(word, out var number) ? number : Vocabulary.Unknown;
}
