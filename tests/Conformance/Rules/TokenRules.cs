using System.Net;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>A token that ends costs one renewal, however many calls are under way.</summary>
internal static class TokenRules
{
    private const int AtOnce = 6;

    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("an-ended-token-is-renewed-once", [Side.Status, Side.Token], OnceAsync),
        new("a-token-address-that-is-away-is-an-outage", [Side.Status, Side.Token], AwayAsync),
    ];

    private static async Task OnceAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        await TogetherAsync(bench, cancellationToken);
        await OneByOneAsync(bench, cancellationToken);
    }

    /// <summary>All refusals are on their way back before the first of them is seen.</summary>
    private static async Task TogetherAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (before, told) = await WarmAsync(bench, 100, cancellationToken);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = 0;
        bench.Stage.Gate.BeforeAnswer = (_, status) =>
        {
            if (status is not HttpStatusCode.Unauthorized || Interlocked.Increment(ref refused) > AtOnce)
            {
                return Task.CompletedTask;
            }

            if (Volatile.Read(ref refused) == AtOnce)
            {
                all.TrySetResult();
            }

            return all.Task;
        };

        var results = await Task.WhenAll(told.Select(status => bench.PushAsync(status, cancellationToken)));
        Conforms.That(results.All(result => result is SyncResult.Delivered), $"{results.Count(result => result is not SyncResult.Delivered)} of {AtOnce} calls that met an ended token together did not get through.");
        Conforms.That(bench.TokensGranted - before == 1, $"{AtOnce} calls that met an ended token together fetched {bench.TokensGranted - before} tokens.");
    }

    /// <summary>The first call is through with a fresh token before the others hear that the old one had ended.</summary>
    private static async Task OneByOneAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (before, told) = await WarmAsync(bench, 200, cancellationToken);
        var (all, through) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var refused = 0;
        bench.Stage.Gate.BeforeAnswer = (_, status) =>
        {
            if (status is not HttpStatusCode.Unauthorized || Interlocked.Increment(ref refused) is var place && place > AtOnce)
            {
                return Task.CompletedTask;
            }

            if (place == AtOnce)
            {
                all.TrySetResult();
            }

            return place == 1 ? all.Task : through.Task;
        };

        var pushes = told.Select(status => bench.PushAsync(status, cancellationToken)).ToList();
        await Task.WhenAny(pushes);
        through.SetResult();
        await Task.WhenAll(pushes);
        Conforms.That(bench.TokensGranted - before == 1, $"Refusals of an old token that came late fetched {bench.TokensGranted - before - 1} tokens more.");
    }

    private static async Task AwayAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (report, status) = bench.Told();
        foreach (var act in new GateAct[] { new GateAct.Unreachable(), new GateAct.Answer(503), new GateAct.Answer(200, "<title>Masuk</title>", "text/html"), new GateAct.LoseAnswer() })
        {
            bench.Stage.Gate.Script = call => call.IsToken ? act : null;
            var result = Conforms.Is<SyncResult.Unavailable>(await bench.PushAsync(status, cancellationToken), $"Without a token ({act}) nothing is sent.");
            Conforms.That(result.WholeChannel, "Without a token no other report fares better.");
        }

        Conforms.That(bench.Shown(report).Count == 0, "A status went out without a token.");
    }

    /// <summary>One call that fetches the token, and several more whose token has ended.</summary>
    private static async Task<(int Granted, IReadOnlyList<OutboundStatus> Told)> WarmAsync(IConnectorBench bench, int first, CancellationToken cancellationToken)
    {
        await bench.PushAsync(bench.Told(first).Status, cancellationToken);
        IReadOnlyList<OutboundStatus> told = [.. Enumerable.Range(first + 1, AtOnce).Select(number => bench.Told(number).Status)];
        bench.ExpireTokens();
        return (bench.TokensGranted, told);
    }
}
