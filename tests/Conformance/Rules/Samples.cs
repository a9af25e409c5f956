using System.Security.Cryptography;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>Steps that several rules share.</summary>
internal static class Samples
{
    private const int MostPages = 30;

    public static IReadOnlyList<SampleReport> Reports(int count, TimeSpan apart) =>
        [.. Enumerable.Range(1, count).Select(number => new SampleReport(number, Stage.Start + (apart * (number - 1))))];

    public static SamplePart.Good Good(int number) => new(new SampleReport(number, Stage.Start));

    public static Guid Operation(int number) => new(number, 0x0158, 0x7ABC, 0x80, 0, 0, 0, 0, 0, 0xDE, 0xF1);

    /// <summary>Reads a body and keeps every word that came out for the rules about privacy.</summary>
    public static NormalisedBody Read(this IConnectorBench bench, RawItem raw)
    {
        var body = bench.Normaliser.Normalise(raw);
        foreach (var unreadable in body.Unreadable)
        {
            bench.Stage.Heard(unreadable);
        }

        foreach (var item in body.Items)
        {
            bench.Stage.Heard($"{item.Path} {item.ExternalId} {(item as InboundReport)?.PublicReference}");
        }

        return body;
    }

    /// <summary>Polls to the end of what there is, as the hub does.</summary>
    public static async Task<(List<RawItem> Items, string? Cursor)> DrainAsync(this IConnectorBench bench, string? cursor, CancellationToken cancellationToken)
    {
        List<RawItem> items = [];
        for (var page = 0; page < MostPages; page++)
        {
            var result = Conforms.Is<PollResult.Page>(await bench.OpenPoller().FetchAsync(cursor, cancellationToken), "A healthy channel gave no page.");
            items.AddRange(result.Items);
            cursor = result.NextCursor;
            if (!result.HasMore)
            {
                break;
            }
        }

        return (items, cursor);
    }

    /// <summary>Polls a few times more, since some rules do not care which poll brings a report.</summary>
    public static async Task<(List<RawItem> Items, string? Cursor)> DrainTwiceAsync(this IConnectorBench bench, string? cursor, CancellationToken cancellationToken)
    {
        var (items, next) = await bench.DrainAsync(cursor, cancellationToken);
        for (var round = 0; round < 2; round++)
        {
            var (more, after) = await bench.DrainAsync(next, cancellationToken);
            items.AddRange(more);
            next = after;
        }

        return (items, next);
    }

    public static string KeyOf(RawItem raw) => raw.Key ?? Convert.ToHexString(SHA256.HashData(raw.Body.Span));

    /// <summary>Which of the reports are among the items, by their words.</summary>
    public static IReadOnlyList<int> Found(this IConnectorBench bench, IEnumerable<RawItem> items, IEnumerable<SampleReport> reports)
    {
        var texts = items.DistinctBy(KeyOf).SelectMany(raw => bench.Normaliser.Normalise(raw).Items).OfType<InboundReport>().Select(report => report.Text).ToHashSet();
        return [.. reports.Where(report => texts.Contains(report.Text)).Select(report => report.Number)];
    }

    public static void FileAll(this IConnectorBench bench, IEnumerable<SampleReport> reports)
    {
        foreach (var report in reports)
        {
            bench.File(report);
        }
    }

    /// <summary>A report that the channel has, and one status for it.</summary>
    public static (SampleReport Report, OutboundStatus Status) Told(this IConnectorBench bench, int number = 1, string note = "Perbaikan dijadwalkan pekan ini.")
    {
        var report = new SampleReport(number, Stage.Start);
        bench.File(report);
        return (report, bench.Status(report, Operation(number), note));
    }

    public static async Task<SyncResult> PushAsync(this IConnectorBench bench, OutboundStatus status, CancellationToken cancellationToken) =>
        bench.Stage.Heard(await bench.Sink.PushAsync(status, cancellationToken));

    /// <summary>Scripts the gate for writes and leaves all other calls alone.</summary>
    public static void OnWrite(this IConnectorBench bench, GateAct act) => bench.Stage.Gate.Script = call => call.IsWrite ? act : null;

    public static void OnRead(this IConnectorBench bench, GateAct act) => bench.Stage.Gate.Script = call => call.IsRead ? act : null;
}
