using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>A channel that cannot be asked, or answers nonsense, costs time and nothing else.</summary>
internal static class PollFaultRules
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(90);

    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("a-throttled-poll-waits-the-seconds-it-is-told", [Side.Poll], (bench, cancellationToken) => ThrottledAsync(bench, "90", cancellationToken)),
        new("a-throttled-poll-waits-until-the-date-it-is-told", [Side.Poll], (bench, cancellationToken) => ThrottledAsync(bench, (Stage.Start + Wait).ToString("R", CultureInfo.InvariantCulture), cancellationToken)),
        new("a-poll-takes-only-a-page-for-a-page", [Side.Poll], NotAPageAsync),
        new("a-poll-survives-an-outage", [Side.Poll], OutageAsync),
        new("a-strange-item-of-a-page-is-handed-on-with-its-neighbours", [Side.Poll], StrangeItemAsync),
        new("bytes-that-are-not-utf-8-in-a-page-hold-no-neighbour", [Side.Poll], TornAsync),
        new("a-stopped-poll-ends-at-once-and-is-no-failure", [Side.Poll], StoppedAsync),
    ];

    private static async Task ThrottledAsync(IConnectorBench bench, string header, CancellationToken cancellationToken)
    {
        bench.OnRead(new GateAct.Answer(429, RetryAfter: header));
        var result = Conforms.Is<PollResult.Unavailable>(bench.Stage.Heard(await bench.OpenPoller().FetchAsync(null, cancellationToken)), "429 is Unavailable.");
        Conforms.That(result.RetryAfter == Wait, $"«Retry-After: {header}» was read as {result.RetryAfter?.ToString() ?? "nothing"}.");
    }

    private static async Task NotAPageAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.FileAll(Samples.Reports(3, TimeSpan.FromSeconds(1)));
        GateAct[] nonsense =
        [
            new GateAct.Answer(200, "<!doctype html><title>Masuk</title>", "text/html"),
            new GateAct.Answer(200, ""),
            new GateAct.Answer(200, "{\"error\":{\"message\":\"sesi berakhir\"}}"),
            new GateAct.Answer(200, "\"ok\""),
            new GateAct.Rewrite(body => body[..(body.Length / 2)]),
            new GateAct.Rewrite(body => body[..^1]),
        ];
        foreach (var act in nonsense)
        {
            bench.OnRead(act);
            Conforms.Is<PollResult.Unavailable>(bench.Stage.Heard(await bench.OpenPoller().FetchAsync(null, cancellationToken)), $"An answer 200 that is no page ({act}) is Unavailable.");
        }
    }

    private static async Task OutageAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.FileAll(Samples.Reports(1, TimeSpan.Zero));
        foreach (var act in new GateAct[] { new GateAct.Unreachable(), new GateAct.LoseAnswer(), new GateAct.Answer(500), new GateAct.Answer(503), new GateAct.Answer(401), new GateAct.Answer(302), new GateAct.TimeOut() })
        {
            bench.OnRead(act);
            Conforms.Is<PollResult.Unavailable>(bench.Stage.Heard(await bench.OpenPoller().FetchAsync(null, cancellationToken)), $"A poll that ends in {act} is Unavailable.");
        }
    }

    private static async Task StrangeItemAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var reports = Samples.Reports(3, TimeSpan.FromSeconds(1));
        bench.FileAll(reports);
        bench.OnRead(new GateAct.Rewrite(WithStrangeItem));
        var page = Conforms.Is<PollResult.Page>(await bench.OpenPoller().FetchAsync(null, cancellationToken), "A page with one strange item is a page.");

        Conforms.That(bench.Found(page.Items, reports).Count == 2, "The neighbours of a strange item did not both arrive.");
        Conforms.That(
            page.Items.Any(item => bench.Read(item) is { Items.Count: 0, Unreadable.Count: > 0 }),
            "The strange item was dropped by the poll, so that nobody will ever see it.");
    }

    private static async Task TornAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var reports = Samples.Reports(3, TimeSpan.FromSeconds(1));
        bench.FileAll(reports);
        bench.OnRead(new GateAct.Rewrite(body => Torn(body, reports[1].Text)));
        var page = Conforms.Is<PollResult.Page>(await bench.OpenPoller().FetchAsync(null, cancellationToken), "A page with one item that is no UTF-8 is a page.");

        Conforms.That(bench.Found(page.Items, [reports[0], reports[2]]).Count == 2, "The neighbours of an item that is no UTF-8 did not both arrive.");
        Conforms.That(page.Items.Any(item => !Utf8.IsValid(item.Body.Span)), "The item that is no UTF-8 was not handed on, so that nobody will ever see it.");
    }

    private static async Task StoppedAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.OnRead(new GateAct.Hold());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var poll = bench.OpenPoller().FetchAsync(null, stop.Token);
        await bench.Stage.Gate.Holding.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        try
        {
            var result = await poll.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
            Conforms.That(false, $"A poll stopped by the hub itself was told as {result.GetType().Name}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // As it should be.
        }
    }

    private static byte[] Torn(byte[] body, string text)
    {
        var torn = body.ToArray();
        if (torn.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) is >= 0 and var place)
        {
            torn[place + 1] = 0xE9;
        }

        return torn;
    }

    /// <summary>The second item of the page becomes a bare number.</summary>
    private static byte[] WithStrangeItem(byte[] body)
    {
        if (JsonNode.Parse(body) is not JsonObject page || page["items"] is not JsonArray { Count: > 2 } items)
        {
            return body;
        }

        items[1] = 158;
        return System.Text.Encoding.UTF8.GetBytes(page.ToJsonString());
    }
}
