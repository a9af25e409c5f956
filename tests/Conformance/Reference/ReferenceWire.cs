using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Hub.Conformance.Reference;

/// <summary>The reference connector's calls: a time limit for each, and one token for all.</summary>
internal sealed class ReferenceWire(Fault fault, Stage stage) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly HttpClient http = new(stage.Gate, disposeHandler: false) { BaseAddress = new Uri("https://kanal.contoh.test/"), Timeout = Timeout.InfiniteTimeSpan };
    private readonly SemaphoreSlim renewal = new(1, 1);
    private string? token;

    public async Task<(HttpResponseMessage Response, byte[] Body)> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, stage.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var used = token ?? await RenewAsync(null, both.Token);
        var response = await OnceAsync(method, path, content, (used, both.Token));
        if (response.StatusCode is HttpStatusCode.Unauthorized && fault is not Fault.TokenIsNotRenewed)
        {
            response.Dispose();
            response = await OnceAsync(method, path, content, (await RenewAsync(used, both.Token), both.Token));
        }

        var body = await response.Content.ReadAsByteArrayAsync(both.Token);
        if (fault is Fault.LogsAnswers)
        {
            Log.Answer(stage.Log, System.Text.Encoding.UTF8.GetString(body));
        }

        return (response, body);
    }

    /// <summary>The body as a JSON object, or nothing.</summary>
    public static JsonElement? Object(byte[] body)
    {
        try
        {
            var element = JsonElement.Parse(body);
            return element.ValueKind is JsonValueKind.Object ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        http.Dispose();
        renewal.Dispose();
    }

    private async Task<HttpResponseMessage> OnceAsync(HttpMethod method, string path, HttpContent? content, (string Token, CancellationToken Cancel) call)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", call.Token) } };
        if (content is not null)
        {
            request.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync(call.Cancel));
        }

        return await http.SendAsync(request, call.Cancel);
    }

    /// <param name="old">The token that was refused; whoever sees another one in its place takes that.</param>
    private async Task<string> RenewAsync(string? old, CancellationToken cancellationToken)
    {
        await renewal.WaitAsync(cancellationToken);
        try
        {
            if (token is not null && token != old && fault is not Fault.EveryoneRenews)
            {
                return token;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, "token") { Content = new StringContent(ReferenceChannel.Secret) };
            using var response = await http.SendAsync(request, cancellationToken);
            var granted = response.IsSuccessStatusCode ? Object(await response.Content.ReadAsByteArrayAsync(cancellationToken)) : null;
            token = granted?.TryGetProperty("access_token", out var text) is true ? text.GetString() : null;
            return token ?? throw new ReferenceNoTokenException();
        }
        catch (HttpRequestException)
        {
            throw new ReferenceNoTokenException();
        }
        finally
        {
            renewal.Release();
        }
    }

    private static class Log
    {
        private static readonly Action<ILogger, string, Exception?> Written = LoggerMessage.Define<string>(LogLevel.Debug, new EventId(1), "The channel said {Body}.");

        public static void Answer(ILogger logger, string body) => Written(logger, body, null);
    }
}

/// <summary>There is no token, so nothing was sent.</summary>
internal sealed class ReferenceNoTokenException() : Exception("The token address gave no token.");
