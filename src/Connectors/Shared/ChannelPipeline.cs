using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Hub.Connectors.Shared;

/// <summary>
/// How a channel is called: reads are tried again at once, writes never are (a lost answer is unknown, and the ledger decides),
/// each attempt has a time limit, and a channel that keeps failing is left alone until one probe succeeds.
/// </summary>
internal static class ChannelPipeline
{
    public static ResiliencePipeline<HttpResponseMessage> Create(TimeSpan attemptTimeout, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(IsRead(arguments.Context) && IsFault(arguments.Outcome)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.8,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(10),
                ShouldHandle = arguments => ValueTask.FromResult(IsFault(arguments.Outcome)),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = attemptTimeout })
            .Build();

    private static bool IsRead(ResilienceContext context) =>
        context.Properties.TryGetValue(Method, out var method) && method == HttpMethod.Get;

    private static bool IsFault(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException || outcome.Result is { StatusCode: >= System.Net.HttpStatusCode.InternalServerError };

    public static readonly ResiliencePropertyKey<HttpMethod> Method = new("method");
}
