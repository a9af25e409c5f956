using System.Globalization;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>What a push is told as when the channel does not simply take it.</summary>
internal static class StatusFaultRules
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(90);

    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("a-lost-answer-is-unknown", [Side.Status], (bench, cancellationToken) => UnknownAsync(bench, new GateAct.LoseAnswer(), cancellationToken)),
        new("a-time-out-after-the-effect-is-unknown", [Side.Status], (bench, cancellationToken) => UnknownAsync(bench, new GateAct.TimeOut(), cancellationToken)),
        new("a-server-error-on-a-write-is-unknown", [Side.Status], (bench, cancellationToken) => UnknownAsync(bench, new GateAct.Answer(500), cancellationToken)),
        new("an-unknown-write-is-not-repeated", [Side.Status], NotRepeatedAsync),
        new("a-refused-connection-is-unavailable-for-the-channel", [Side.Status], (bench, cancellationToken) => WholeChannelAsync(bench, new GateAct.Unreachable(), cancellationToken)),
        new("a-refused-credential-stops-the-channel", [Side.Status], (bench, cancellationToken) => WholeChannelAsync(bench, new GateAct.Answer(401), cancellationToken)),
        new("a-throttle-stops-the-channel", [Side.Status], (bench, cancellationToken) => WholeChannelAsync(bench, new GateAct.Answer(429), cancellationToken)),
        new("a-throttled-write-waits-the-seconds-it-is-told", [Side.Status], (bench, cancellationToken) => ThrottledAsync(bench, "90", cancellationToken)),
        new("a-throttled-write-waits-until-the-date-it-is-told", [Side.Status], (bench, cancellationToken) => ThrottledAsync(bench, (Stage.Start + Wait).ToString("R", CultureInfo.InvariantCulture), cancellationToken)),
        new("a-refusal-is-rejected-with-a-code", [Side.Status], RejectedAsync),
        new("one-bad-report-does-not-stop-the-channel", [Side.Status], OneReportAsync),
        new("an-error-inside-200-is-not-delivered", [Side.Status], ErrorBodyAsync),
        new("a-stopped-push-claims-nothing", [Side.Status], StoppedAsync),
    ];

    private static async Task UnknownAsync(IConnectorBench bench, GateAct act, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        bench.OnWrite(act);
        Conforms.Is<SyncResult.Unknown>(await bench.PushAsync(status, cancellationToken), $"A write that ends in {act} may have happened.");
    }

    private static async Task NotRepeatedAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        bench.OnWrite(new GateAct.LoseAnswer());
        await bench.PushAsync(status, cancellationToken);
        var writes = bench.Stage.Gate.Calls.Count(call => call.IsWrite);
        Conforms.That(writes == 1, $"A write whose answer was lost went out {writes} times in one attempt.");
    }

    private static async Task WholeChannelAsync(IConnectorBench bench, GateAct act, CancellationToken cancellationToken)
    {
        var (report, status) = bench.Told();
        bench.OnWrite(act);
        var result = Conforms.Is<SyncResult.Unavailable>(await bench.PushAsync(status, cancellationToken), $"{act} means that nothing happened.");
        Conforms.That(result.WholeChannel, $"{act} is told as if another report could fare better.");
        Conforms.That(bench.Shown(report).Count == 0, "The channel shows a status that is told as not sent.");
    }

    private static async Task ThrottledAsync(IConnectorBench bench, string header, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        bench.OnWrite(new GateAct.Answer(429, RetryAfter: header));
        var result = Conforms.Is<SyncResult.Unavailable>(await bench.PushAsync(status, cancellationToken), "429 is Unavailable.");
        Conforms.That(result.RetryAfter == Wait, $"«Retry-After: {header}» was read as {result.RetryAfter?.ToString() ?? "nothing"}.");
    }

    private static async Task RejectedAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        bench.OnWrite(new GateAct.Answer(400));
        var result = Conforms.Is<SyncResult.Rejected>(await bench.PushAsync(status, cancellationToken), "400 will be 400 again.");
        Conforms.That(result.Code.Length is > 0 and <= 60 && result.Reason.Length > 5, "The rejection has no code or no reason.");
    }

    private static async Task OneReportAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        foreach (var code in new[] { 404, 410, 422 })
        {
            var (_, status) = bench.Told(code);
            bench.OnWrite(new GateAct.Answer(code));
            var result = await bench.PushAsync(status, cancellationToken);
            Conforms.That(result is not SyncResult.Unavailable { WholeChannel: true }, $"{code} for one report stops the whole channel.");
            Conforms.That(result is not SyncResult.Delivered, $"{code} was taken for a delivery.");
        }
    }

    private static async Task ErrorBodyAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        foreach (var (body, media) in new[] { ("<!doctype html><title>Masuk</title>", "text/html"), ("{\"error\":{\"code\":1,\"message\":\"gagal\"}}", "application/json"), ("", "application/json"), ("null", "application/json"), ("{\"id\"", "application/json") })
        {
            bench.OnWrite(new GateAct.Answer(200, body, media));
            var result = await bench.PushAsync(status, cancellationToken);
            Conforms.That(result is not SyncResult.Delivered, $"An answer 200 with the body «{body}» was taken for a delivery.");
        }
    }

    private static async Task StoppedAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        bench.OnWrite(new GateAct.Hold());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var push = bench.Sink.PushAsync(status, stop.Token);
        await bench.Stage.Gate.Holding.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        try
        {
            var result = await push.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
            Conforms.That(result is SyncResult.Unknown, $"A push stopped after it took effect was told as {result.GetType().Name}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is claimed.
        }
    }
}
