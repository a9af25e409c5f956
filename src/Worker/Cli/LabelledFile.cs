using CsvHelper;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>A CSV of reports with the unit that should get them. Columns that are not named here are left unread.</summary>
internal static class LabelledFile
{
    private static readonly string[] Columns = ["id", "text", "location_hint", "gold_unit", "alt_units", "topic_unit"];

    public static IReadOnlyList<LabelledReport> Read(string path)
    {
        using var csv = CsvReader.Create(new StreamReader(path), new CsvReaderOptions { Separator = ',' });
        csv.ReadHeader();
        var missing = Columns.Where(column => !csv.TryGetFieldIndex(column, out _)).ToArray();
        if (missing.Length > 0)
        {
            throw new FormatException($"{path}: column {string.Join(", ", missing)} is missing. A labelled file has the columns {string.Join(", ", Columns)}.");
        }

        var reports = new List<LabelledReport>();
        while (csv.Read())
        {
            var labels = new RoutingLabels(csv.GetString("gold_unit"), csv.GetString("alt_units").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), csv.GetString("topic_unit"));
            reports.Add(new LabelledReport(csv.GetString("id"), csv.GetString("text"), csv.GetString("location_hint"), labels));
        }

        return reports;
    }
}
