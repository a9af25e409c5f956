using System.Net;
using System.Text.Json;
using Hub.Connectors.Shared;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Puts the credential on each call: the static key, or a token that is fetched once and again when it has run out.</summary>
internal sealed class Sp4nLaporCredential(Sp4nLaporToken token, IOptions<Sp4nLaporOptions> options, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.Value.ApiKey is { Length: > 0 } key)
        {
            request.Headers.Remove(options.Value.ApiKeyHeader);
            request.Headers.TryAddWithoutValidation(options.Value.ApiKeyHeader, key);
            return await base.SendAsync(request, cancellationToken);
        }

        var response = await SendWithTokenAsync(request, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized || request.Headers.Authorization?.Parameter is not { } refused)
        {
            return response;
        }

        // Many calls may hear of one ended token; only the first of them throws it away.
        token.Forget(refused);

        // A token may end before its time; 401 means that nothing happened, so the same call may go once more.
        response.Dispose();
        return await SendWithTokenAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendWithTokenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await token.Gate.WaitAsync(cancellationToken);
        try
        {
            var text = token.Current(clock.GetUtcNow());
            request.Headers.Authorization = null;
            if (text is null && await RenewAsync(cancellationToken) is { } refusal)
            {
                return refusal;
            }

            request.Headers.Authorization = new("Bearer", text ?? token.Current(clock.GetUtcNow()));
        }
        finally
        {
            token.Gate.Release();
        }

        return await base.SendAsync(request, cancellationToken);
    }

    /// <returns>Null when there is a token now; else an answer that says that the call itself was never made.</returns>
    private async Task<HttpResponseMessage?> RenewAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.TokenAddress);
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.Value.ClientId!,
            ["client_secret"] = options.Value.ClientSecret!,
        });

        try
        {
            using var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return new HttpResponseMessage(HttpStatusCode.Unauthorized);
            }

            using var body = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return response.IsSuccessStatusCode && body is not null && token.Take(body.RootElement, clock.GetUtcNow())
                ? null
                : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }
    }
}

/// <summary>The token in use, shared by all calls of the channel.</summary>
internal sealed class Sp4nLaporToken : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Unstated = TimeSpan.FromMinutes(5);

    private Held? held;

    /// <summary>One renewal at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public string? Current(DateTimeOffset now) => held is { } token && now < token.Until ? token.Text : null;

    public bool Take(JsonElement answer, DateTimeOffset now)
    {
        if (answer.Words("access_token") is not { } text)
        {
            return false;
        }

        var life = answer.Whole("expires_in") is > 0 and < 31_536_000 and var seconds ? TimeSpan.FromSeconds(seconds) : Unstated;
        held = new Held(text, now + (life > Margin + Margin ? life - Margin : life));
        return true;
    }

    /// <summary>Throws the refused token away, and never a newer one.</summary>
    public void Forget(string refused)
    {
        if (held is { } token && token.Text == refused)
        {
            Interlocked.CompareExchange(ref held, null, token);
        }
    }

    public void Dispose() => Gate.Dispose();

    private sealed record Held(string Text, DateTimeOffset Until)
    {
        public override string ToString() => nameof(Held);
    }
}
