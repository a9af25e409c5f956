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
        var (id, text, topic, authority) = (field("id").Trim(), field("text"), Filled(field("topic_unit")), Filled(field("authority")));
        if (id.Length == 0 || !ids.Add(id))
        {
            Fault(line, id.Length == 0 ? "has no id." : $"id '{id}' stands twice.", "Give each row its own id.");
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            Fault(line, $"'{id}' has no text.", "Write the report, or remove the row.");
        }

        if (topic is not null && !topics.Contains(topic))
        {
            Fault(line, $"topic_unit '{topic}' is not a label of the rules.", $"Use one of {string.Join(", ", topics)}.");
        }

        if (authority is not null && !Authorities.Contains(authority))
        {
            Fault(line, $"authority '{authority}' is not known.", $"Use one of {string.Join(", ", Authorities)}.");
        }

        if (topic is null && authority is null)
        {
            Fault(line, $"'{id}' has neither topic_unit nor authority.", "Label it, or remove the row.");
        }

        return faults.Count == before ? new TrainingReport(id, Filled(field("title")), text, Filled(field("location_hint")), topic, authority) : null;
    }

    private static string? Filled(string value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
