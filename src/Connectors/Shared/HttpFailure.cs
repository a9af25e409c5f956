using System.Net;
using System.Net.Sockets;
using Hub.Contracts.Channels;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Hub.Connectors.Shared;

/// <summary>HTTP answers and faults become one of the four outcomes here and nowhere else.</summary>
internal static class HttpFailure
{
    /// <returns>Null for a success; the body still has to prove it.</returns>
    public static SyncResult? Judge(HttpResponseMessage response, TimeProvider clock) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => null,
        401 or 403 => new SyncResult.Unavailable($"The channel refuses our credential ({(int)response.StatusCode}).", WholeChannel: true),
        408 or 504 => new SyncResult.Unknown($"The answer was {(int)response.StatusCode}: a gateway gave up waiting."),
        429 => new SyncResult.Unavailable("The channel asks us to slow down (429).", RetryAfter.Read(response, clock), WholeChannel: true),
        503 => new SyncResult.Unavailable("The channel is closed for now (503).", RetryAfter.Read(response, clock), WholeChannel: true),
        >= 500 => new SyncResult.Unknown($"The channel failed ({(int)response.StatusCode}); it may have happened."),
        >= 300 and < 400 => new SyncResult.Unavailable($"The channel redirects ({(int)response.StatusCode}); check its address.", WholeChannel: true),
        var code => new SyncResult.Rejected($"http_{code}", $"The channel answered {code}."),
    };

    /// <summary>A write that ended in a fault: only a connection that was never made means that nothing happened.</summary>
    public static SyncResult Judge(Exception fault) => fault switch
    {
        BrokenCircuitException => new SyncResult.Unavailable("The channel keeps failing and is left alone for a moment.", WholeChannel: true),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } =>
            new SyncResult.Unavailable("The channel cannot be reached.", WholeChannel: true),
        TimeoutRejectedException or OperationCanceledException => new SyncResult.Unknown("No answer within the time limit."),
        _ => new SyncResult.Unknown("The answer was lost."),
    };

    /// <summary>
    /// Faults that a call to a channel may end in; anything else is a bug and is thrown on. A bare <see cref="SocketException"/>
    /// comes from a peer that closes in the very moment in which the connection is made.
    /// </summary>
    public static bool IsExpected(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException or TimeoutRejectedException or BrokenCircuitException or IOException or SocketException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The same judgement for a read, where nothing can have happened.</summary>
    public static PollResult.Unavailable ForRead(HttpResponseMessage response, TimeProvider clock) =>
        new($"The channel answered {(int)response.StatusCode}.", RetryAfter.Read(response, clock));

    public static PollResult.Unavailable ForRead(Exception fault) => new($"The channel cannot be asked ({fault.GetType().Name}).");

    /// <summary>True for a body that says it is JSON; a PHP error page comes with 200 and text/html (CHANNELS 6.1).</summary>
    public static bool IsJson(HttpResponseMessage response) =>
        response.StatusCode is not HttpStatusCode.NoContent
        && response.Content.Headers.ContentType?.MediaType is { } media
        && media.EndsWith("json", StringComparison.OrdinalIgnoreCase);
}
