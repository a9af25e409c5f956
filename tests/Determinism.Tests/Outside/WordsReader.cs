using System.Globalization;
using System.Text;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Determinism.Tests.Outside;

/// <summary>
/// The scenarios' channel: one item a line, by its first word.
/// <c>report ID VERSION words</c>, <c>adds ID REPORT words</c>, <c>status ID REPORT State</c>, <c>receipt OPERATION Rank</c>.
/// </summary>
internal sealed class WordsReader : IReportNormaliser
{
    public string Channel => Scene.Channel;

    public NormalisedBody Normalise(RawItem raw)
    {
        var lines = Encoding.UTF8.GetString(raw.Body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        return new NormalisedBody([.. lines.Select((line, index) => Item($"[{index.ToString(CultureInfo.InvariantCulture)}]", line.Split(' ', 4)))], []);
    }

    private static InboundItem Item(string path, string[] words) => words switch
    {
        ["report", var id, var version, var text] => new InboundReport(path, id, Scene.Start) { Text = text, Reporter = new ReporterIdentity(), ContentVersion = version },
        ["adds", var id, var report, var text] => new InboundFollowUp(path, id, Scene.Start, report) { Text = text },
        ["status", var id, var report, var state] => new InboundStatus(path, id, Scene.Start) { Word = state, ReportExternalId = report, State = Enum.Parse<ReportState>(state) },
        ["receipt", var operation, var rank] => new InboundStatus(path, $"{operation}-{rank}", Scene.Start) { Word = rank, OperationId = Guid.Parse(operation), Receipt = Enum.Parse<Receipt>(rank) },
        _ => throw new InvalidOperationException($"The scenario has no words \"{string.Join(' ', words)}\"."),
    };
}
