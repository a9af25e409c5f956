namespace Hub.Router.Routing.Text;

/// <summary>Long words of the rules by their spellings with one letter left out, swapped, changed or too many. The first letter must be right, and where two words are meant as likely none is read.</summary>
internal sealed class TypingErrors
{
    /// <summary>In shorter words one letter makes another word: tambah and tambal, tanggal and tanggul.</summary>
    private const int ShortestWord = 8;
    private const int LongestWord = 48;

    private readonly Dictionary<string, List<KeyValuePair<string, int>>> byRest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KeyValuePair<string, int>>>.AlternateLookup<ReadOnlySpan<char>> rests;

    public TypingErrors(IEnumerable<KeyValuePair<string, int>> words)
    {
        rests = byRest.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> rest = stackalloc char[LongestWord];
        foreach (var word in words.Where(word => word.Key.Length is >= ShortestWord and <= LongestWord).OrderBy(word => word.Key, StringComparer.Ordinal))
        {
            Add(word.Key, word);
            for (var left = 1; left < word.Key.Length; left++)
            {
                Add(Without(word.Key, left, rest).ToString(), word);
            }
        }
    }

    /// <returns>Number of the only word meant, or <see cref="Vocabulary.Unknown"/>.</returns>
    public int Meant(ReadOnlySpan<char> word)
    {
        if (word.Length < ShortestWord - 1 || word.Length > LongestWord)
        {
            return Vocabulary.Unknown;
        }

        var meant = Narrow(Vocabulary.Unknown, word, word);
        Span<char> rest = stackalloc char[LongestWord];
        for (var left = 1; left < word.Length && meant >= 0; left++)
        {
            meant = Narrow(meant, word, Without(word, left, rest));
        }

        return Math.Max(meant, Vocabulary.Unknown);
    }

    /// <returns>The one word so far; -1 when there are two.</returns>
    private int Narrow(int meant, ReadOnlySpan<char> word, ReadOnlySpan<char> rest)
    {
        if (!rests.TryGetValue(rest, out var candidates))
        {
            return meant;
        }

        foreach (var candidate in candidates)
        {
            if (candidate.Value != meant && IsOneStep(word, candidate.Key))
            {
                if (meant != Vocabulary.Unknown)
                {
                    return -1;
                }

                meant = candidate.Value;
            }
        }

        return meant;
    }

    /// <summary>Equal rests may still be two steps apart, as in "abcd" and "bcda".</summary>
    private static bool IsOneStep(ReadOnlySpan<char> word, ReadOnlySpan<char> other)
    {
        var start = word.CommonPrefixLength(other);
        if (start == 0)
        {
            return false;
        }

        var left = word[start..];
        var right = other[start..];
        return (left.Length - right.Length) switch
        {
            1 => left[1..].SequenceEqual(right),
            -1 => left.SequenceEqual(right[1..]),
            0 => left[1..].SequenceEqual(right[1..]) || IsSwap(left, right),
            _ => false,
        };
    }

    private static bool IsSwap(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]);

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> word, int left, Span<char> rest)
    {
        word[..left].CopyTo(rest);
        word[(left + 1)..].CopyTo(rest[left..]);
        return rest[..(word.Length - 1)];
    }

    private void Add(string rest, KeyValuePair<string, int> word)
    {
        if (!byRest.TryGetValue(rest, out var words))
        {
            byRest.Add(rest, words = []);
        }

        // "banjir" without either of two equal letters is one rest.
        if (words.Count == 0 || words[^1].Key != word.Key)
        {
            words.Add(word);
        }
    }
}
