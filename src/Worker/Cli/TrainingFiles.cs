using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <param name="Faults">Every row that cannot be learned from, with file and line.</param>
internal sealed record TrainingSet(IReadOnlyList<TrainingReport> Reports, IReadOnlyList<KnowledgeFault> Faults)
{
    /// <summary>Over all that a model learns from, in order.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var report in Reports)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\u001f', report.Id, report.Title, report.Text, report.Place, report.Topic, report.Authority) + "\u001e"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}

/// <summary>Labelled reports to learn from: the files of an evaluation and files of training texts have the same columns for it.</summary>
internal static class TrainingFiles
{
    private static readonly string[] Needed = ["id", "text", "topic_unit"];
    private static readonly string[] Optional = ["title", "location_hint", "authority"];
    private static readonly CsvReaderOptions Options = new() { Separator = ',', TrackLineNumbers = true };

    /// <summary>The texts that came with the program.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "Config", "Training");

    /// <param name="topics">Labels that a report may have.</param>
    public static TrainingSet Read(IEnumerable<string> paths, IReadOnlyList<string> topics)
    {
        var (reports, faults) = (new List<TrainingReport>(), new List<KnowledgeFault>());
        foreach (var path in paths)
        {
            ReadOne(path, new TrainingRow(Path.GetFileName(path), topics, faults), reports);
        }

        return new(reports, faults);
    }

    private static void ReadOne(string path, TrainingRow row, List<TrainingReport> reports)
    {
        try
        {
            using var csv = CsvReader.Create(new StreamReader(path), Options);
            csv.ReadHeader();
            if (Needed.Where(column => !csv.TryGetFieldIndex(column, out _)).ToArray() is { Length: > 0 } missing)
            {
                row.Fault(1, $"column {string.Join(", ", missing)} is missing.", $"Give it {string.Join(", ", Needed)}; it may have {string.Join(", ", Optional)} as well.");
                return;
            }

            while (csv.Read())
            {
                if (csv.FieldCount != csv.Headers.Count)
                {
                    row.Fault(csv.LineNumber, $"has {csv.FieldCount} fields instead of {csv.Headers.Count}.", "Quote a field that holds a comma, or add the missing one.");
                }
                else if (row.Read(csv.LineNumber, column => csv.TryGetFieldIndex(column, out var index) ? csv.GetString(index) : "") is { } report)
                {
                    reports.Add(report);
                }
            }
        }
        catch (CsvFormatException broken)
        {
            row.Fault(1, $"cannot be read on: {broken.Message}", "Write it as RFC 4180: commas, quotes doubled inside quotes.");
        }
    }
}
