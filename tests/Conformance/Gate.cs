using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Hub.Testing;

namespace Hub.Conformance;

/// <summary>One call that a connector made to its channel.</summary>
public sealed record WireCall(HttpMethod Method, Uri Address, string Body)
{
    public bool IsToken { get; init; }

    public bool IsWrite => Method != HttpMethod.Get && !IsToken;

    public bool IsRead => Method == HttpMethod.Get;
}

/// <summary>What happens to a call at the gate. The cases nested here are the whole list; without one the call passes.</summary>
public abstract record GateAct
{
    private GateAct()
    {
    }

    /// <summary>The channel never sees the call.</summary>
    public sealed record Answer(int Status, string Body = "{}", string MediaType = "application/json", string? RetryAfter = null) : GateAct;

    /// <summary>No connection, so nothing can have happened.</summary>
    public sealed record Unreachable : GateAct;

    /// <summary>It takes effect, and the connection breaks before the answer.</summary>
    public sealed record LoseAnswer : GateAct;

    /// <summary>It takes effect, and the caller's time limit passes before the answer.</summary>
    public sealed record TimeOut : GateAct;

    /// <summary>It takes effect, and no answer comes until the caller gives up.</summary>
    public sealed record Hold : GateAct;

    /// <summary>The body of the answer is changed on its way.</summary>
    public sealed record Rewrite(Func<byte[], byte[]> Change) : GateAct;
}

/// <summary>Stands between a connector and its channel and does what a rule says.</summary>
public sealed class Gate(HttpMessageHandler channel, StoppedClock clock, Func<HttpRequestMessage, bool> isToken) : DelegatingHandler(channel)
{
    /// <summary>Longer than any channel's time limit for one attempt.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<WireCall> calls = [];
    private readonly ConcurrentQueue<byte[]> answers = [];

    private readonly TaskCompletionSource holding = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to do with a call; null lets it pass.</summary>
    public Func<WireCall, GateAct?> Script { get; set; } = _ => null;

    /// <summary>Runs before an answer of the channel goes back to the connector.</summary>
    public Func<WireCall, HttpStatusCode, Task> BeforeAnswer { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<WireCall> Calls => [.. calls];

    /// <summary>Bodies that the channel answered with.</summary>
    public IReadOnlyList<byte[]> Answers => [.. answers];

    /// <summary>Ends when a call is held.</summary>
    public Task Holding => holding.Task;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new WireCall(request.Method, request.RequestUri!, body) { IsToken = isToken(request) };
        calls.Enqueue(call);

        switch (Script(call))
        {
            case GateAct.Answer answer:
                return Canned(answer, request);
            case GateAct.Unreachable:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was refused.");
            case { } act:
                return await ActAsync(act, await PassAsync(request, call, cancellationToken), cancellationToken);
            default:
                return await PassAsync(request, call, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> ActAsync(GateAct act, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (act is GateAct.Rewrite rewrite)
        {
            var media = response.Content.Headers.ContentType;
            response.Content = new ByteArrayContent(rewrite.Change(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
            response.Content.Headers.ContentType = media;
            return response;
        }

        response.Dispose();
        if (act is GateAct.LoseAnswer)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke.");
        }

        holding.TrySetResult();
        if (act is GateAct.TimeOut)
        {
            clock.Advance(Patience);
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Nothing comes after an endless wait.");
    }

    private async Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, WireCall call, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        answers.Enqueue(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        await BeforeAnswer(call, response.StatusCode);
        return response;
    }

    private static HttpResponseMessage Canned(GateAct.Answer answer, HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new StringContent(answer.Body, Encoding.UTF8, answer.MediaType),
        };
        if (answer.RetryAfter is { } wait)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", wait);
        }

        return response;
    }
}
