namespace Hub.Router.Routing.Text;

/// <summary>Indonesian, Sundanese and Javanese endings and beginnings: "pengaspalannya" has the stem aspal, "sampahna" the stem sampah.</summary>
internal static class Affixes
{
    /// <summary>Shorter stems stand in too many words that mean something else: "sekali" has nothing to do with a kali.</summary>
    private const int ShortestStem = 5;
    private const int LongestWord = 48;

    /// <summary>With the letter that the beginning swallows: memperbaiki keeps its p, memakai has lost one.</summary>
    private static readonly (string Text, char Lost)[] Prefixes =
    [
        ("", '\0'), ("di", '\0'), ("ke", '\0'), ("ter", '\0'), ("ber", '\0'), ("per", '\0'), ("diper", '\0'), ("memper", '\0'),
        ("me", '\0'), ("mem", 'p'), ("men", 't'), ("meng", 'k'), ("meny", 's'), ("menge", '\0'),
        ("pe", '\0'), ("pem", 'p'), ("pen", 't'), ("peng", 'k'), ("peny", 's'), ("penge", '\0'), ("nge", '\0'), ("ng", '\0'),
    ];

    private static readonly string[] Suffixes = ["", "nya", "an", "kan", "i", "in", "annya", "kannya", "lah", "ku", "mu", "na", "keun", "eun", "e", "ne"];

    /// <returns>Number of the stem, or <see cref="Vocabulary.Unknown"/>.</returns>
    public static int StemOf(ReadOnlySpan<char> word, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> stems)
    {
        foreach (var (prefix, lost) in Prefixes)
        {
            if (word.Length >= prefix.Length + ShortestStem - 1 && word.StartsWith(prefix, StringComparison.Ordinal) && Stem(word[prefix.Length..], lost, stems) is var stem and not Vocabulary.Unknown)
            {
                return stem;
            }
        }

        return Vocabulary.Unknown;
    }

    private static int Stem(ReadOnlySpan<char> rest, char lost, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> stems)
    {
        Span<char> whole = stackalloc char[LongestWord + 1];
        whole[0] = lost;
        rest.CopyTo(whole[1..]);
        foreach (var suffix in Suffixes)
        {
            if (!rest.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }

            var end = rest.Length - suffix.Length;
            if (end >= ShortestStem && stems.TryGetValue(rest[..end], out var stem))
            {
                return stem;
            }

            if (lost is not '\0' && end + 1 >= ShortestStem && stems.TryGetValue(whole[..(end + 1)], out stem))
            {
                return stem;
            }
        }

        return Vocabulary.Unknown;
    }
}
