using CsvHelper;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <param name="Faults">Every row that could not be read, with its line and what to do about it.</param>
internal sealed record LabelledRows(IReadOnlyList<LabelledReport> Reports, IReadOnlyList<KnowledgeFault> Faults);

/// <summary>A CSV of reports with the unit that should get them (routing-README). Columns that are not named here are left unread.</summary>
internal static class LabelledFile
{
    private const string Authority = "authority";

    private static readonly string[] Columns = ["id", "text", "location_hint", "gold_unit", "alt_units", "topic_unit"];

    public static LabelledRows Read(string path)
    {
        var reports = new List<LabelledReport>();
        var faults = new List<KnowledgeFault>();
        try
        {
            using var csv = CsvReader.Create(new StreamReader(path), Options(path, faults));
            csv.ReadHeader();
            if (Columns.Where(column => !csv.TryGetFieldIndex(column, out _)).ToArray() is { Length: > 0 } missing)
            {
                faults.Add(new KnowledgeFault(path, "line 1", $"column {string.Join(", ", missing)} is missing.", $"A labelled file has the columns {string.Join(", ", Columns)} and may have {Authority}."));
                return new LabelledRows([], faults);
            }

            ReadRows(csv, path, reports, faults);
        }
        catch (CsvFormatException broken)
        {
            faults.Add(new KnowledgeFault(path, $"line {broken.LineNumber}", "cannot be read as CSV; it and all that follows is left out.", "Write the row as RFC 4180 has it."));
        }

        return new LabelledRows(reports, faults);
    }

    /// <summary>A quote inside a field is no harm; one that is never closed swallows every row after it.</summary>
    private static CsvReaderOptions Options(string path, List<KnowledgeFault> faults) => new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        OnMalformedRecord = record =>
        {
            if (record.Reason is CsvMalformedReason.UnterminatedQuote)
            {
                faults.Add(new KnowledgeFault(path, $"line {record.LineNumber}", "has a field whose quotes are never closed; it and all that follows is left out.", "Close the quotes, and write a quote inside a field twice."));
            }
        },
    };

    private static void ReadRows(CsvReader csv, string path, List<LabelledReport> reports, List<KnowledgeFault> faults)
    {
        var hasAuthority = csv.TryGetFieldIndex(Authority, out _);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (csv.Read())
        {
            var line = $"line {csv.LineNumber}";
            if (faults.Exists(fault => fault.Entry == line))
            {
                continue;
            }

            if (csv.FieldCount != csv.Headers.Count)
            {
                faults.Add(new KnowledgeFault(path, line, $"has {csv.FieldCount} fields instead of {csv.Headers.Count}; the row is left out.", "Quote a field that holds a comma, or add the missing one."));
                continue;
            }

            var labels = new RoutingLabels(csv.GetString("gold_unit").Trim(), Several(csv.GetString("alt_units")), csv.GetString("topic_unit").Trim(), hasAuthority ? csv.GetString(Authority).Trim() : "");
            var report = new LabelledReport(csv.GetString("id").Trim(), csv.GetString("text"), csv.GetString("location_hint"), labels);
            KnowledgeFault[] wrong = [.. Wrong(report, ids).Select(wrong => new KnowledgeFault(path, line, $"{wrong.Problem}; the row is left out.", wrong.Remedy))];
            faults.AddRange(wrong);
            if (wrong.Length == 0)
            {
                reports.Add(report);
            }
        }
    }

    private static IEnumerable<(string Problem, string Remedy)> Wrong(LabelledReport report, HashSet<string> ids)
    {
        if (report.Id.Length == 0 || !ids.Add(report.Id))
        {
            yield return (report.Id.Length == 0 ? "has no id" : $"id '{report.Id}' stands twice", "Give each row its own id.");
        }

        string[] units = [report.Labels.Unit, report.Labels.Topic, .. report.Labels.Alternatives];
        foreach (var unknown in units.Where(unit => !RoutingLabelNames.Units.Contains(unit)).Distinct())
        {
            yield return ($"'{unknown}' is not the label of a unit", $"Use one of {string.Join(", ", RoutingLabelNames.Units)}.");
        }

        if (report.Labels.Authority is { Length: > 0 } authority && !RoutingLabelNames.Authorities.Contains(authority))
        {
            yield return ($"authority '{authority}' is not known", $"Use {string.Join(", ", RoutingLabelNames.Authorities)}, or leave it empty.");
        }
    }

    private static string[] Several(string units) => units.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
