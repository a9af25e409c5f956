using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

internal static class CategoryRows
{
    public static IReadOnlyList<CategoryRule> Read(string folder, List<KnowledgeFault> faults) =>
        [.. CsvTable.Read(folder, KnowledgeFile.Categories, ["category", "unit", "question"], faults).Select(line => new CategoryRule(line["category"], line.Optional("unit"), line.Optional("question")))];

    public static IReadOnlyList<Abbreviation> ReadAbbreviations(string folder, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Abbreviations, ["short", "expansion"], faults)
            .Select(line => Abbreviation(line, new Abbreviation(line["short"], line["expansion"]), faults)).OfType<Abbreviation>(),
        .. CsvTable.Read(folder, KnowledgeFile.Dialects, ["word", "language", "meaning"], faults)
            .Select(line => Abbreviation(line, new Abbreviation(line["word"], line["meaning"], line["language"]), faults)).OfType<Abbreviation>(),
    ];

    private static Abbreviation? Abbreviation(CsvLine line, Abbreviation read, List<KnowledgeFault> faults)
    {
        if (read.ShortForm.Length > 0 && read.Expansion.Length > 0 && read.Language is not "" && read.ShortForm.All(char.IsAsciiLetterLower) && read.ShortForm != read.Expansion)
        {
            return read;
        }

        faults.Add(line.Fault($"'{read.ShortForm}' is not {(read.Language is null ? "an abbreviation" : "a word of a dialect")}.", "Write small letters without spaces, and what they stand for."));
        return null;
    }
}
