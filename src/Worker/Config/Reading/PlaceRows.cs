using System.Globalization;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>Lists beside the places: what road markings say, who has what is not the ministry's, what a reporter may be asked.</summary>
internal static class PlaceRows
{
    /// <summary>Just enough to stand in the list: its words only keep the words inside them from counting.</summary>
    private const double Shadow = 0.01;

    /// <summary>
    /// Markings are evidence for authority like the rules of routing.yaml. "Tidak ada marka kuning" holds the words "marka kuning":
    /// it stands among the national rules too, so that the longer words are read there and the shorter ones are not.
    /// </summary>
    public static AuthorityRules WithMarkings(AuthorityRules rules, string folder, List<KnowledgeFault> faults)
    {
        var (local, national) = (rules.Local.ToList(), rules.National.ToList());
        foreach (var line in CsvTable.Read(folder, KnowledgeFile.Markings, ["id", "says", "weight", "words"], faults))
        {
            if (line["says"] is not ("national" or "local") || line["id"].Length == 0 || !double.TryParse(line["weight"], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight))
            {
                faults.Add(line.Fault("id, says or weight cannot be read.", "Write national or local and a weight above 0."));
                continue;
            }

            var rule = new RoutingRule(line["id"], weight, line.Several("words"), []);
            if (line["says"] is "national")
            {
                national.Add(rule);
            }
            else
            {
                local.Add(rule);
                national.Add(rule with { Id = $"{rule.Id}.bukan-pusat", Weight = Shadow });
            }
        }

        return new AuthorityRules(local, national);
    }

    public static IReadOnlyList<OutsideAgency> Agencies(string folder, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Agencies, ["topic", "words", "addressee", "agency"], faults)
            .Select(line => new OutsideAgency(line["topic"], line.Several("words"), line["addressee"], line["agency"])),
    ];

    public static IReadOnlyList<ReporterQuestion> Questions(string folder, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Questions, ["topic", "owner", "place"], faults)
            .Select(line => new ReporterQuestion(line["topic"], line["owner"], line["place"])),
    ];
}
