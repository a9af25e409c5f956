using CsvHelper;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>Reads a rule file of rows; a missing column or a broken line is a fault, not an exception.</summary>
internal static class CsvTable
{
    private static readonly CsvReaderOptions Options = new() { Separator = ',', TrimWhitespace = true, TrackLineNumbers = true };

    public static IReadOnlyList<CsvLine> Read(string folder, string file, string[] columns, List<KnowledgeFault> faults)
    {
        using var csv = CsvReader.Create(new StreamReader(Path.Combine(folder, file)), Options);
        csv.ReadHeader();
        var missing = columns.Where(column => !csv.TryGetFieldIndex(column, out _)).ToArray();
        if (missing.Length > 0)
        {
            faults.Add(new KnowledgeFault(file, "line 1", $"column {string.Join(", ", missing)} is missing.", $"Begin the file with the columns {string.Join(",", columns)}."));
            return [];
        }

        var rows = new List<CsvLine>();
        while (csv.Read())
        {
            if (csv.FieldCount == csv.Headers.Count)
            {
                rows.Add(new CsvLine(file, csv.LineNumber, columns.ToDictionary(column => column, csv.GetString)));
            }
            else
            {
                faults.Add(new KnowledgeFault(file, $"line {csv.LineNumber}", $"has {csv.FieldCount} fields instead of {csv.Headers.Count}.", "Quote a field that holds a comma, or add the missing one."));
            }
        }

        return rows;
    }
}
