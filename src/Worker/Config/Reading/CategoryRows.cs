using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

internal static class CategoryRows
{
    public static IReadOnlyList<CategoryRule> Read(string folder, List<KnowledgeFault> faults) =>
        [.. CsvTable.Read(folder, KnowledgeFile.Categories, ["category", "unit", "question"], faults).Select(line => new CategoryRule(line["category"], line.Optional("unit"), line.Optional("question")))];

    public static IReadOnlyList<Abbreviation> ReadAbbreviations(string folder, List<KnowledgeFault> faults) =>
        [.. CsvTable.Read(folder, KnowledgeFile.Abbreviations, ["short", "expansion"], faults).Select(line => Abbreviation(line, faults)).OfType<Abbreviation>()];

    private static Abbreviation? Abbreviation(CsvLine line, List<KnowledgeFault> faults)
    {
        var shortForm = line["short"];
        if (shortForm.Length > 0 && line["expansion"].Length > 0 && shortForm.All(char.IsAsciiLetterLower) && shortForm != line["expansion"])
        {
            return new Abbreviation(shortForm, line["expansion"]);
        }

        faults.Add(line.Fault($"'{shortForm}' is not an abbreviation.", "Write small letters without spaces, and what they stand for."));
        return null;
    }
}
