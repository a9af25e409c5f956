using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>Reads the rows of one file; what is wrong with a row is kept with its line.</summary>
internal sealed class TrainingRow(string file, IReadOnlyList<string> topics, List<KnowledgeFault> faults)
{
    private static readonly string[] Authorities = ["local", "national", "unknown"];

    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public void Fault(long line, string problem, string remedy) => faults.Add(new KnowledgeFault(file, $"line {line}", problem, remedy));

    /// <returns>Null when something is wrong with it.</returns>
    public TrainingReport? Read(long line, Func<string, string> field)
    {
        var before = faults.Count;
        var report = new TrainingReport(field("id").Trim(), Filled(field("title")), field("text"), Filled(field("location_hint")), Filled(field("topic_unit")), Filled(field("authority")));
        CheckReport(line, report);
        CheckLabels(line, report);
        return faults.Count == before ? report : null;
    }

    private void CheckReport(long line, TrainingReport report)
    {
        if (report.Id.Length == 0 || !ids.Add(report.Id))
        {
            Fault(line, report.Id.Length == 0 ? "has no id." : $"id '{report.Id}' stands twice.", "Give each row its own id.");
        }

        if (string.IsNullOrWhiteSpace(report.Text))
        {
            Fault(line, $"'{report.Id}' has no text.", "Write the report, or remove the row.");
        }
    }

    private void CheckLabels(long line, TrainingReport report)
    {
        if (report.Topic is { } topic && !topics.Contains(topic))
        {
            Fault(line, $"topic_unit '{topic}' is not a label of the rules.", $"Use one of {string.Join(", ", topics)}.");
        }

        if (report.Authority is { } authority && !Authorities.Contains(authority))
        {
            Fault(line, $"authority '{authority}' is not known.", $"Use one of {string.Join(", ", Authorities)}.");
        }

        if (report is { Topic: null, Authority: null })
        {
            Fault(line, $"'{report.Id}' has neither topic_unit nor authority.", "Label it, or remove the row.");
        }
    }

    private static string? Filled(string value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
