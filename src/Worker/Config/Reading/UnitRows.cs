using System.Globalization;
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

        return new Unit(line["code"], line["name"], line.Optional("parent"), kind, line.Several("scope"), Day(line, "valid_from", faults), Day(line, "valid_to", faults), line.Optional("successor"));
    }

    private static DateOnly? Day(CsvLine line, string column, List<KnowledgeFault> faults)
    {
        if (line.Optional(column) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults.Add(line.Fault($"{column} '{text}' is not a day.", "Write it as 2024-10-21."));
        return null;
    }
}
