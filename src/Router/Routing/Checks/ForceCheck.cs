using Hub.Router.Units;

namespace Hub.Router.Routing;

/// <summary>What the files name must have somebody behind it today: a duty whose units have all ended would go to triage without a word (PEERS R4).</summary>
internal static class ForceCheck
{
    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge, DateOnly today) =>
        Duties(knowledge, today).Concat(Named(knowledge).Where(named => Ended(knowledge.Units, named.Unit, today))
            .Select(named => Fault(named.File, named.Entry, $"unit '{named.Unit}' is not in force on {today:yyyy-MM-dd}.", Remedy(knowledge.Units, named.Unit, today))));

    private static IEnumerable<KnowledgeFault> Duties(RoutingKnowledge knowledge, DateOnly today) =>
        from duty in knowledge.Topics.Select(topic => (Entry: topic.Id, topic.Units)).Append((Entry: "restricted", knowledge.Restricted.Units))
        where duty.Units.Any(knowledge.Units.Exists) && knowledge.Units.FirstInForce(duty.Units, today) is null
        select Fault(KnowledgeFile.Rules, duty.Entry, $"none of its units ({string.Join(", ", duty.Units)}) is in force on {today:yyyy-MM-dd}.", "Add the unit that has the duty now in front of the others.");

    private static IEnumerable<(string File, string Entry, string Unit)> Named(RoutingKnowledge knowledge) =>
    [
        .. knowledge.Topics.Where(topic => topic.Addressee is not (null or RoutingTopic.RegionalGovernment)).Select(topic => (KnowledgeFile.Rules, topic.Id, topic.Addressee!)),
        .. knowledge.Categories.Where(category => category.Unit is not null).Select(category => (KnowledgeFile.Categories, category.Path, category.Unit!)),
        .. knowledge.Assets.Where(asset => asset.Unit is not null && asset.Kind is not AssetKind.Office).Select(asset => (TermCheck.FileOf(asset.Kind), asset.Name, asset.Unit!)),
    ];

    private static bool Ended(UnitDirectory units, string code, DateOnly today) => units.Exists(code) && units.Find(code, today) is null;

    private static string Remedy(UnitDirectory units, string code, DateOnly today) =>
        units.Current(code, today) is { } next ? $"Write {next.Code}, which carries its work on." : "Name the unit that has the work now.";

    private static KnowledgeFault Fault(string file, string entry, string problem, string remedy) => new(file, entry, problem, remedy);
}
