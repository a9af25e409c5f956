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

    private readonly FeatureSpace space;
    private readonly FrozenDictionary<string, string[]> abbreviations;
    private readonly FrozenSet<string> places;
    private readonly FrozenSet<string> spoken;
    private readonly WordMemory<ModelWord[]> meanings = new();
    private readonly ModelWord number;
    private readonly ModelWord place;

    public ModelWords(RoutingKnowledge knowledge, FeatureSpace space)
    {
        this.space = space;
        abbreviations = knowledge.Abbreviations.GroupBy(entry => entry.ShortForm, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.First().Expansion.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        spoken = Terms(knowledge).SelectMany(Words).ToFrozenSet(StringComparer.Ordinal);
        places = knowledge.Regions.SelectMany(region => region.Aliases.Append(region.Name)).SelectMany(Words)
            .Where(word => !spoken.Contains(word)).ToFrozenSet(StringComparer.Ordinal);
        (number, place) = (new ModelWord(Number, space), new ModelWord(Place, space));
    }

    public void Read(string? title, string text, List<ModelWord> words)
    {
        words.Clear();
        WordFound add = word => Add(word, words);
        if (!string.IsNullOrWhiteSpace(title))
        {
            WordSplitter.Split(title, add);
        }

        WordSplitter.Split(text, add);
    }

    private void Add(ReadOnlySpan<char> word, List<ModelWord> words)
    {
        if (char.IsAsciiDigit(word[0]))
        {
            words.Add(number);
            return;
        }

        foreach (var meant in meanings.Find(word) ?? meanings.Keep(word, Meaning(word)))
        {
            var last = words.Count > 0 ? words[^1] : null;
            if (!meant.IsPlace && (meant.IsSpoken || last is not { AnnouncesName: true }))
            {
                words.Add(meant);
            }
            else if (last?.Text is not Place)
            {
                words.Add(place);
            }
        }
    }

    private ModelWord[] Meaning(ReadOnlySpan<char> word)
    {
        if (abbreviations.TryGetValue(word.ToString(), out var expansion))
        {
            return [.. expansion.Select(part => new ModelWord(part, space) { IsSpoken = true, AnnouncesName = BeforeNames.Contains(part) })];
        }

        var text = WithoutSuffix(word).ToString();
        return [new ModelWord(text, space) { IsPlace = places.Contains(text), IsSpoken = spoken.Contains(text), AnnouncesName = BeforeNames.Contains(text) }];
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
