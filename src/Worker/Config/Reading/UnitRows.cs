using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Worker.Config.Reading;

internal static class UnitRows
{
    private static readonly string[] Columns = ["code", "name", "parent", "kind", "scope", "valid_from", "valid_to", "successor"];

    public static IReadOnlyList<Unit> Read(string folder, List<KnowledgeFault> faults) =>
        [.. CsvTable.Read(folder, KnowledgeFile.Units, Columns, faults).Select(line => Unit(line, faults)).OfType<Unit>()];

    private static Unit? Unit(CsvLine line, List<KnowledgeFault> faults)
    {
        if (line["code"].Length == 0 || line["name"].Length == 0)
        {
            faults.Add(line.Fault("code or name is empty.", "Give both."));
            return null;
        }

        if (!Enum.TryParse<UnitKind>(line["kind"].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(line["kind"][0]))
        {
            faults.Add(line.Fault($"kind '{line["kind"]}' is not known.", $"Use one of {string.Join(", ", Enum.GetNames<UnitKind>())}."));
            return null;
        }

        return new Unit(line["code"], line["name"], line.Optional("parent"), kind, line.Several("scope"), line.Day("valid_from", faults), line.Day("valid_to", faults), line.Optional("successor"));
    }
}
