using System.Collections.Frozen;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Learning;

/// <summary>Writes a text as the model reads it: abbreviations spelled out, numbers as one number, names of places as one place, so that no region is learned.</summary>
internal sealed class ModelWords
{
    public const string Place = "#";
    public const string Number = "0";

    /// <summary>What follows these is a name.</summary>
    private static readonly FrozenSet<string> BeforeNames = new[] { "kecamatan", "kelurahan", "desa", "kampung", "dusun", "distrik", "nagari", "kabupaten", "kota", "provinsi" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string[]> abbreviations;
    private readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> byShort;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> places;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> spoken;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> beforeNames = BeforeNames.GetAlternateLookup<ReadOnlySpan<char>>();

    public ModelWords(RoutingKnowledge knowledge)
    {
        abbreviations = knowledge.Abbreviations.GroupBy(entry => entry.ShortForm, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.First().Expansion.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        byShort = abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();
        var rules = Terms(knowledge).SelectMany(Words).ToFrozenSet(StringComparer.Ordinal);
        spoken = rules.GetAlternateLookup<ReadOnlySpan<char>>();
        places = knowledge.Regions.SelectMany(region => region.Aliases.Append(region.Name)).SelectMany(Words)
            .Where(word => !rules.Contains(word)).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Read(string? title, string text, WordBuffer words)
    {
        words.Clear();
        if (!string.IsNullOrWhiteSpace(title))
        {
            WordSplitter.Split(title, word => Add(word, words));
        }

        WordSplitter.Split(text, word => Add(word, words));
    }

    private void Add(ReadOnlySpan<char> word, WordBuffer words)
    {
        if (char.IsAsciiDigit(word[0]))
        {
            words.Add(Number);
        }
        else if (byShort.TryGetValue(word, out var expansion))
        {
            foreach (var part in expansion)
            {
                words.Add(part);
            }
        }
        else
        {
            AddPlain(WithoutSuffix(word), words);
        }
    }

    private void AddPlain(ReadOnlySpan<char> word, WordBuffer words)
    {
        var last = words.Count > 0 ? words[words.Count - 1] : [];
        if (!places.Contains(word) && (last.IsEmpty || !beforeNames.Contains(last) || spoken.Contains(word)))
        {
            words.Add(word);
        }
        else if (last is not Place)
        {
            words.Add(Place);
        }
    }

    private static ReadOnlySpan<char> WithoutSuffix(ReadOnlySpan<char> word) =>
        word.Length > 5 && word.EndsWith("nya", StringComparison.Ordinal) ? word[..^3] : word;

    private static IEnumerable<string> Terms(RoutingKnowledge knowledge) =>
    [
        .. knowledge.Topics.SelectMany(topic => topic.Rules).Concat(knowledge.Authority.Local).Concat(knowledge.Authority.National).SelectMany(rule => rule.Terms),
        .. knowledge.Words.SelectMany(set => set.Words),
        .. knowledge.Landmarks,
    ];

    private static List<string> Words(string phrase)
    {
        var words = new List<string>();
        WordSplitter.Split(phrase, word => words.Add(word.ToString()));
        return words;
    }
}
