using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace Hub.Benchmarks.Embedded;

/// <summary>Sends bodies over 64 connections, on each the next as soon as the last is answered (closed loop).</summary>
internal sealed class WebhookLoad(Uri hub, TimeSpan longest)
{
    public const int Connections = 64;

    private readonly Uri address = new(hub, "/webhooks/whatsapp");

    public async Task<LoadFigures> RunAsync(IReadOnlyList<SignedBody> bodies, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { Timeout = TimeSpan.FromSeconds(30) };
        var answers = new ConcurrentBag<double>();
        var next = -1;
        var refused = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(SendAsync, cancellationToken)));
        return new LoadFigures([.. answers.Order()], refused, Stopwatch.GetElapsedTime(started).TotalSeconds);

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < bodies.Count && Stopwatch.GetElapsedTime(started) < longest)
            {
                var sent = Stopwatch.GetTimestamp();
                if (await IsAcceptedAsync(http, bodies[index], cancellationToken))
                {
                    answers.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }
    }

    private async Task<bool> IsAcceptedAsync(HttpClient http, SignedBody signed, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(signed.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signed.Signature);
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <param name="Answers">Milliseconds of each accepted webhook, ascending.</param>
internal sealed record LoadFigures(IReadOnlyList<double> Answers, int Refused, double Seconds)
{
    public int Accepted => Answers.Count;

    public double Percentile(double share) => Answers.Percentile(share);
}
