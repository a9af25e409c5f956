using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>The cases beside the rules: a text, where it comes from, and what must be read.</summary>
internal static class CaseRows
{
    public static IReadOnlyList<RuleCase> Read(string folder, List<KnowledgeFault> faults) =>
        [.. CsvTable.Read(folder, KnowledgeFile.Cases, ["text", "place", "topic", "authority"], faults).Select(line => Case(line, faults)).OfType<RuleCase>()];

    private static RuleCase? Case(CsvLine line, List<KnowledgeFault> faults)
    {
        var authority = line.Optional("authority") is { } word ? Array.Find(Enum.GetValues<Authority>(), known => RoutingLabelNames.Of(known) == word) : (Authority?)null;
        if (line["text"].Length == 0 || (line.Optional("topic") is null && authority is null))
        {
            faults.Add(line.Fault("says nothing that could fail.", "Write a text, and a topic or an authority."));
            return null;
        }

        if (authority is { } read && RoutingLabelNames.Of(read) != line["authority"])
        {
            faults.Add(line.Fault($"authority '{line["authority"]}' is not known.", "Use local, national or unknown, or leave it empty."));
            return null;
        }

        return new RuleCase(line.Line, line["text"], line.Optional("place"), line.Optional("topic"), authority);
    }
}
