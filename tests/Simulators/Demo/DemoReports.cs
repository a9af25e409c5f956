using System.Reflection;
using System.Text;
using CsvHelper;

namespace Hub.Simulators.Demo;

/// <summary>Reads the reports to send: our own, or a file of the operator's with at least id and text.</summary>
internal static class DemoReports
{
    private const string Own = "Hub.Simulators.Demo.reports.csv";
    private static readonly string[] Channels = ["whatsapp", "cc158", "sp4n"];
    private static readonly string[] Kinds = ["text", "image", "document", "location", "follow-up"];

    public static IReadOnlyList<DemoReport> Read(FileInfo? file)
    {
        using var stream = file?.OpenRead() ?? Assembly.GetExecutingAssembly().GetManifestResourceStream(Own)
            ?? throw new InvalidOperationException($"The resource {Own} is missing from this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(reader, file?.Name ?? Own);
    }

    public static IReadOnlyList<DemoReport> Read(TextReader text, string name)
    {
        using var csv = CsvReader.Create(text, new CsvReaderOptions { Separator = ',', MissingField = CsvMissingFieldHandling.ReturnEmpty });
        csv.ReadHeader();
        if (!csv.TryGetFieldIndex("id", out _) || !csv.TryGetFieldIndex("text", out _))
        {
            throw new FormatException($"{name} needs a header row with the columns id and text; location_hint and channel may follow.");
        }

        var reports = new List<DemoReport>();
        while (csv.Read())
        {
            reports.Add(Row(csv, name, reports.Count));
        }

        var twin = reports.GroupBy(report => report.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twin is null ? reports : throw new FormatException($"{name} holds the id {twin.Key} more than once.");
    }

    private static DemoReport Row(CsvReader csv, string name, int index)
    {
        var text = Field(csv, "text");
        if (text.Length == 0)
        {
            throw new FormatException($"{name} row {csv.RowNumber} has no text.");
        }

        return new DemoReport(
            Field(csv, "id"),
            text,
            Field(csv, "location_hint"),
            OneOf(csv, name, "channel", Channels) ?? Channels[index % Channels.Length],
            OneOf(csv, name, "kind", Kinds) ?? "text",
            Flag(csv, "anonymous"),
            Flag(csv, "secret"));
    }

    private static string Field(CsvReader csv, string column) => csv.TryGetFieldIndex(column, out var index) ? csv.GetString(index).Trim() : "";

    private static bool Flag(CsvReader csv, string column) => Field(csv, column) is "true" or "1" or "ya";

    private static string? OneOf(CsvReader csv, string name, string column, string[] known)
    {
        var word = Field(csv, column).ToLowerInvariant();
        if (word.Length == 0)
        {
            return null;
        }

        return known.Contains(word)
            ? word
            : throw new FormatException($"{name} row {csv.RowNumber}: {column} is \"{word}\", known are {string.Join(", ", known)}.");
    }
}
