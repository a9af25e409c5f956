namespace Hub.Router.Routing.Text;

internal enum RuleLayer
{
    Topic,
    Word,
    Local,
    National,
    Accusation,
    LocalAccused,
    Asset,
    Region,

    /// <summary>"Kecamatan Coblong".</summary>
    District,

    /// <summary>The name of a district alone; it helps where its regency is named too.</summary>
    DistrictName,

    /// <summary>Words that tell which outside office should have a report.</summary>
    Agency,
}

/// <param name="Owner">Index of the topic, word set, rule, asset or region group in its own list.</param>
/// <param name="Rule">For topics, the rule inside the topic.</param>
/// <param name="Phrase">The words as the file has them, for explanations.</param>
/// <param name="When">Where it does not hold, the phrase is as if it were not in the file.</param>
internal sealed record RuleEntry(RuleLayer Layer, int Owner, int Rule, string Phrase, RuleCondition? When = null);

/// <summary>The knowledge in the form the scanner reads: one vocabulary, one tree, one flat list of what each phrase means.</summary>
internal sealed class CompiledRules
{
    private readonly List<RuleEntry> entries = [];
    private readonly List<KeyValuePair<int, int[]>> phrases = [];

    public CompiledRules(RoutingKnowledge knowledge)
    {
        foreach (var abbreviation in knowledge.Abbreviations)
        {
            Vocabulary.Abbreviate(abbreviation.ShortForm, abbreviation.Expansion);
        }

        AddTopics(knowledge.Topics);
        AddSets(knowledge.Words);
        AddRules(RuleLayer.Local, knowledge.Authority.Local);
        AddRules(RuleLayer.National, knowledge.Authority.National);
        AddRules(RuleLayer.Accusation, knowledge.Restricted.Accusations);
        AddAll(RuleLayer.LocalAccused, 0, knowledge.Restricted.LocalAccused);
        DistrictNames = [.. knowledge.Districts.GroupBy(district => district.Name.ToLowerInvariant(), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray())];
        var distinct = DistrictNames.Select(name => !name[0].IsEveryday && !Vocabulary.Knows(name[0].Name)).ToArray();
        for (var asset = 0; asset < knowledge.Assets.Count; asset++)
        {
            AddAll(RuleLayer.Asset, asset, knowledge.Assets[asset].Aliases);
        }

        RegionNames = RegionName.From(knowledge.Regions);
        for (var name = 0; name < RegionNames.Count; name++)
        {
            Add(new RuleEntry(RuleLayer.Region, name, 0, RegionNames[name].Name));
        }

        for (var agency = 0; agency < knowledge.Agencies.Count; agency++)
        {
            AddAll(RuleLayer.Agency, agency, knowledge.Agencies[agency].Words);
        }

        AddDistricts(distinct);

        ForgiveSpelling(knowledge);
        var landmarks = knowledge.Landmarks.SelectMany(Vocabulary.Compile).ToHashSet();
        Trie = PhraseTrie.Build(phrases, Vocabulary.Count);
        Landmarks = [.. Enumerable.Range(0, Vocabulary.Count).Select(landmarks.Contains)];
    }

    public Vocabulary Vocabulary { get; } = new();

    public PhraseTrie Trie { get; }

    public IReadOnlyList<RuleEntry> Entries => entries;

    public IReadOnlyList<RegionName> RegionNames { get; }

    /// <summary>Districts of one name each.</summary>
    public IReadOnlyList<District[]> DistrictNames { get; }

    /// <summary>By word number.</summary>
    public bool[] Landmarks { get; }

    /// <summary>Some rule counts only at times or for some channels.</summary>
    public bool HasConditions { get; private set; }
    /// <param name="distinct">False for a name of words that the rules use, which are words of everyday: it counts after "kecamatan" only, as one that is a regency's name too.</param>
    private void AddDistricts(bool[] distinct)
    {
        var regions = RegionNames.Select(name => name.Name).ToHashSet(StringComparer.Ordinal);
        for (var name = 0; name < DistrictNames.Count; name++)
        {
            var plain = DistrictNames[name][0].Name.ToLowerInvariant();
            Add(new RuleEntry(RuleLayer.District, name, 0, $"kecamatan {plain}"));
            if (distinct[name] && !regions.Contains(plain))
            {
                Add(new RuleEntry(RuleLayer.DistrictName, name, 0, plain));
            }
        }
    }

    private void AddTopics(IReadOnlyList<RoutingTopic> topics)
    {
        for (var topic = 0; topic < topics.Count; topic++)
        {
            for (var rule = 0; rule < topics[topic].Rules.Count; rule++)
            {
                foreach (var term in topics[topic].Rules[rule].Terms)
                {
                    Add(new RuleEntry(RuleLayer.Topic, topic, rule, term, topics[topic].Rules[rule].When));
                }
            }
        }
    }

    private void AddSets(IReadOnlyList<WordSet> sets)
    {
        for (var set = 0; set < sets.Count; set++)
        {
            AddAll(RuleLayer.Word, set, sets[set].Words);
        }
    }

    private void AddRules(RuleLayer layer, IReadOnlyList<RoutingRule> rules)
    {
        for (var rule = 0; rule < rules.Count; rule++)
        {
            foreach (var term in rules[rule].Terms)
            {
                Add(new RuleEntry(layer, rule, 0, term, rules[rule].When));
            }
        }
    }

    private void AddAll(RuleLayer layer, int owner, IReadOnlyList<string> terms)
    {
        foreach (var term in terms)
        {
            Add(new RuleEntry(layer, owner, 0, term));
        }
    }

    /// <summary>Mistakes are looked for in the words of subjects and authority only: villages and rivers differ from each other by a letter, and nobody is accused by one.</summary>
    private void ForgiveSpelling(RoutingKnowledge knowledge)
    {
        var (numbers, alone, pairs) = (new HashSet<int>(), new HashSet<int>(), new HashSet<long>());
        var sets = knowledge.Words.Select(_ => new HashSet<int>()).ToArray();
        foreach (var (entry, words) in phrases.Select(phrase => (entries[phrase.Key], phrase.Value)).Where(phrase => phrase.Item1.Layer is RuleLayer.Topic or RuleLayer.Word or RuleLayer.Local or RuleLayer.National))
        {
            numbers.UnionWith(words.Where(word => word != Vocabulary.Number));
            pairs.UnionWith(words.Zip(words.Skip(1), Spelling.Pair));
            if (words is [var only] && entry.Layer is (RuleLayer.Topic or RuleLayer.Word))
            {
                alone.Add(only);
            }

            if (words is [var member] && entry.Layer is RuleLayer.Word)
            {
                sets[entry.Owner].Add(member);
            }
        }

        pairs.UnionWith(NearPairs(knowledge, sets));
        Vocabulary.ForgiveSpelling(new ForgivenWords(numbers, alone, pairs), knowledge.Everyday);
    }

    /// <summary>Any word of the one set beside any of the other, in either order.</summary>
    private static IEnumerable<long> NearPairs(RoutingKnowledge knowledge, HashSet<int>[] sets)
    {
        var byName = knowledge.Words.Select((set, index) => (set.Name, index)).DistinctBy(set => set.Name).ToDictionary(set => set.Name, set => sets[set.index], StringComparer.Ordinal);
        return from near in knowledge.Topics.SelectMany(topic => topic.Rules).Select(rule => rule.Near)
               where near.Count == 2 && near.All(byName.ContainsKey)
               from first in byName[near[0]]
               from second in byName[near[1]]
               from pair in new[] { Spelling.Pair(first, second), Spelling.Pair(second, first) }
               select pair;
    }

    private void Add(RuleEntry entry)
    {
        var words = Vocabulary.Compile(entry.Phrase);
        if (words.Length > 0)
        {
            phrases.Add(new(entries.Count, words));
            entries.Add(entry);
            HasConditions |= entry.When is not null;
        }
    }
}
