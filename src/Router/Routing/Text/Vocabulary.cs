using System.Text;

namespace Hub.Router.Routing.Text;

/// <summary>The words the rules know, as numbers. Filled while rules are compiled, read-only afterwards.</summary>
internal sealed class Vocabulary
{
    public const int Unknown = 0;
    public const int Number = 1;

    private static readonly string[] Suffixes = ["nya", "lah", "kah", "pun"];

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> abbreviations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> byWord;
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> byShort;
    private readonly WordMemory<int[]> meanings = new();
    private Spelling? spelling;
    private WordKnown? known;

    public Vocabulary()
    {
        byWord = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        byShort = abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => ids.Count + 2;

    public void Abbreviate(string shortForm, string expansion) =>
        abbreviations[shortForm] = [.. expansion.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Learn)];

    /// <summary>Numbers of a rule's phrase; words not known yet are learned.</summary>
    public int[] Compile(string phrase)
    {
        var words = new List<int>();
        WordSplitter.Split(phrase, word => AddForRule(word, words));
        return [.. words];
    }

    /// <summary>Whether the rules use every word of this phrase.</summary>
    public bool Knows(string phrase)
    {
        var known = true;
        WordSplitter.Split(phrase, word => known &= char.IsAsciiDigit(word[0]) || byShort.ContainsKey(word) || byWord.ContainsKey(word));
        return known;
    }

    /// <summary>From now on texts are read with their spelling mistakes.</summary>
    public void ForgiveSpelling(ForgivenWords forgiven, IEnumerable<string> everyday)
    {
        var words = ids.Where(word => forgiven.Words.Contains(word.Value)).ToDictionary(StringComparer.Ordinal);
        foreach (var (shortForm, expansion) in abbreviations.Where(pair => pair.Value.Length == 1 && forgiven.Words.Contains(pair.Value[0])))
        {
            words.TryAdd(shortForm, expansion[0]);
        }

        spelling = new Spelling(words, forgiven, everyday);
        known = spelling.Knows;
    }

    /// <summary>Reads with <see cref="Into"/>.</summary>
    public void Read(string text, WordFound reader) => WordSplitter.Split(text, reader, known);

    /// <summary>Appends the numbers of texts; words no rule asks for keep their place as <see cref="Unknown"/>.</summary>
    public WordFound Into(List<int> words) => word => AddForText(word, words);

    private void AddForRule(ReadOnlySpan<char> word, List<int> words)
    {
        if (byShort.TryGetValue(word, out var expansion))
        {
            words.AddRange(expansion);
        }
        else
        {
            words.Add(char.IsAsciiDigit(word[0]) ? Number : Learn(word.ToString()));
        }
    }

    private void AddForText(ReadOnlySpan<char> word, List<int> words)
    {
        if (char.IsAsciiDigit(word[0]))
        {
            words.Add(Number);
        }
        else
        {
            words.AddRange((meanings.Find(word) ?? meanings.Keep(word, Meaning(word))).AsSpan());
        }
    }

    private int[] Meaning(ReadOnlySpan<char> word)
    {
        if (byShort.TryGetValue(word, out var expansion))
        {
            return expansion;
        }

        if (byWord.TryGetValue(word, out var id))
        {
            return [id];
        }

        var stripped = new List<int>();
        AddStripped(word, stripped);
        return [.. stripped];
    }

    /// <summary>Everyday spelling: "jalannya" is jalan, "disungai" is di sungai.</summary>
    private void AddStripped(ReadOnlySpan<char> word, List<int> words)
    {
        if (WithoutSuffix(word) is var stem and not Unknown)
        {
            words.Add(stem);
        }
        else if (word.Length > 4 && (word.StartsWith("di", StringComparison.Ordinal) || word.StartsWith("ke", StringComparison.Ordinal)) && byWord.TryGetValue(word[2..], out var place))
        {
            words.Add(byWord.TryGetValue(word[..2], out var preposition) ? preposition : Unknown);
            words.Add(place);
        }
        else if (spelling is null)
        {
            words.Add(Unknown);
        }
        else
        {
            spelling.Read(word, words);
        }
    }

    private int WithoutSuffix(ReadOnlySpan<char> word)
    {
        foreach (var suffix in Suffixes)
        {
            if (word.Length > suffix.Length + 2 && word.EndsWith(suffix, StringComparison.Ordinal) && byWord.TryGetValue(word[..^suffix.Length], out var id))
            {
                return id;
            }
        }

        return Unknown;
    }

    private int Learn(string word)
    {
        var plain = word.Normalize(NormalizationForm.FormC);
        if (!ids.TryGetValue(plain, out var id))
        {
            id = ids.Count + 2;
            ids.Add(plain, id);
        }

        return id;
    }
}
