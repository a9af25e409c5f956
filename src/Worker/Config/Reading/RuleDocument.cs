using Hub.Router.Routing;
using Hub.Router.Units;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hub.Worker.Config.Reading;

/// <summary>routing.yaml turned into the records of the router.</summary>
internal sealed record RuleDocument(
    IReadOnlyList<RoutingTopic> Topics,
    IReadOnlyList<WordSet> Words,
    AuthorityRules Authority,
    RestrictedRules Restricted)
{
    private static readonly RuleDocument Nothing = new([], [], new([], []), new([], [], [], true));

    public IReadOnlyList<string> Landmarks { get; init; } = [];

    public IReadOnlyList<string> Everyday { get; init; } = [];

    public RoutingThresholds Thresholds { get; init; } = new();

    public static RuleDocument Read(string folder, List<KnowledgeFault> faults)
    {
        try
        {
            var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            var file = yaml.Deserialize<RuleFile?>(File.ReadAllText(Path.Combine(folder, KnowledgeFile.Rules)));
            return file is null ? Empty(faults) : Of(file, faults);
        }
        catch (YamlException broken)
        {
            faults.Add(new KnowledgeFault(KnowledgeFile.Rules, $"line {broken.Start.Line}", $"cannot be read: {broken.InnerException?.Message ?? broken.Message}.", "Correct the line; keys and shapes are listed in README.md."));
            return Nothing;
        }
    }

    private static RuleDocument Empty(List<KnowledgeFault> faults)
    {
        faults.Add(new KnowledgeFault(KnowledgeFile.Rules, "line 1", "the file is empty.", "Write the topics."));
        return Nothing;
    }

    private static RuleDocument Of(RuleFile file, List<KnowledgeFault> faults) => new(
        [.. file.Topics.Select(topic => Topic(topic, faults))],
        [.. file.Words.Select(set => new WordSet(set.Key, set.Value))],
        new([.. file.Authority.Local.Select(rule => Rule(rule, "authority.local", faults))], [.. file.Authority.National.Select(rule => Rule(rule, "authority.national", faults))]),
        new(file.Restricted.Units, [.. file.Restricted.Accusations.Select(rule => Rule(rule, "restricted", faults))], file.Restricted.LocalAccused, file.Restricted.SecretReports))
    {
        Landmarks = file.Landmarks,
        Everyday = file.Everyday,
        Thresholds = ThresholdEntries.Read(file.Thresholds, faults),
    };

    private static RoutingTopic Topic(TopicEntry entry, List<KnowledgeFault> faults)
    {
        var id = Required(entry.Id, "a topic", "id", faults);
        return new RoutingTopic(id, Required(entry.Subject, id, "subject", faults), entry.Units, [.. entry.Rules.Select(rule => Rule(rule, id, faults))])
        {
            Addressee = entry.Addressee,
            Offices = [.. entry.Offices.Select(kind => Kind(kind, id, faults)).OfType<UnitKind>()],
            OfficeIsGuess = entry.OfficeIsGuess,
            Housing = entry.Housing,
            LocalWeight = entry.LocalWeight,
        };
    }

    private static RoutingRule Rule(RuleEntry entry, string owner, List<KnowledgeFault> faults)
    {
        var id = Required(entry.Id, $"a rule of {owner}", "id", faults);
        if (entry.Weight is null)
        {
            faults.Add(new KnowledgeFault(KnowledgeFile.Rules, id, "has no weight.", "Give a weight above 0."));
        }

        if (entry.Level is not (null or "kabupaten" or "kota" or "provinsi"))
        {
            faults.Add(new KnowledgeFault(KnowledgeFile.Rules, id, $"level '{entry.Level}' is not known.", "Use kabupaten, kota or provinsi, or leave it out."));
        }

        return new RoutingRule(id, entry.Weight ?? 1, entry.Terms, entry.Near, entry.Within ?? 4, entry.Level) { When = ConditionEntries.Read(entry, id, faults) };
    }

    private static UnitKind? Kind(string word, string topic, List<KnowledgeFault> faults)
    {
        if (Enum.TryParse<UnitKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind))
        {
            return kind;
        }

        faults.Add(new KnowledgeFault(KnowledgeFile.Rules, topic, $"office kind '{word}' is not known.", "Use a kind of units.csv, such as bbws."));
        return null;
    }

    private static string Required(string? value, string entry, string key, List<KnowledgeFault> faults)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            faults.Add(new KnowledgeFault(KnowledgeFile.Rules, entry, $"has no {key}.", $"Write {key}: …"));
        }

        return value ?? "";
    }
}
