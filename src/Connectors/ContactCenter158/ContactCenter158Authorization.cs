using System.Net;
using System.Net.Http.Headers;
using Hub.Connectors.Shared;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.ContactCenter158;

/// <summary>
/// Puts the bearer token on each call. Without a token nothing is sent, so the answer is made up here and says so:
/// 401 when our client is refused, 503 when the token address cannot be asked; both mean that nothing happened.
/// </summary>
internal sealed class ContactCenter158Authorization(ContactCenter158Tokens tokens, IOptions<ContactCenter158Options> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.Value.AccessToken is { Length: > 0 } fixedToken)
        {
            return await SendAsync(request, fixedToken, cancellationToken);
        }

        var grant = await tokens.GetAsync(cancellationToken);
        if (grant.Token is not { } token)
        {
            return grant.Refusal(request);
        }

        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // The token ended early. A call answered 401 did nothing, so a write may be repeated too.
        tokens.Forget(token);
        grant = await tokens.GetAsync(cancellationToken);
        if (grant.Token is not { } fresh)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, fresh, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>OAuth2 client credentials (RFC 6749, 4.4): one token for all calls, fetched again a minute before its end.</summary>
internal sealed class ContactCenter158Tokens(IHttpClientFactory clients, IOptions<ContactCenter158Options> options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UnstatedLife = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private string? current;
    private DateTimeOffset renewAt;

    public async Task<ContactCenter158Grant> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return current is not null && clock.GetUtcNow() < renewAt
                ? new ContactCenter158Grant(current)
                : await FetchAsync(cancellationToken);
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return new ContactCenter158Grant(null);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Forget(string token) => Interlocked.CompareExchange(ref current, null, token);

    public void Dispose() => gate.Dispose();

    private async Task<ContactCenter158Grant> FetchAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ContactCenter158Registration.TokenClient);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", options.Value.ClientId),
            new("client_secret", options.Value.ClientSecret),
        ]);
        using var response = await client.PostAsync(options.Value.TokenAddress, form, cancellationToken);
        using var body = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));

        if (!response.IsSuccessStatusCode || body?.RootElement.Words("access_token") is not { } token)
        {
            return new ContactCenter158Grant(null, IsRefused(response.StatusCode), RetryAfter.Read(response, clock));
        }

        var life = body.RootElement.Whole("expires_in") is > 0 and < int.MaxValue and var seconds ? TimeSpan.FromSeconds(seconds) : UnstatedLife;
        renewAt = clock.GetUtcNow() + (life > Margin * 2 ? life - Margin : life / 2);
        current = token;
        return new ContactCenter158Grant(token);
    }

    private static bool IsRefused(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
}

/// <summary>A token, or why there is none.</summary>
/// <param name="IsRefused">The token address knows us and says no; otherwise it could not be asked.</param>
internal sealed record ContactCenter158Grant(string? Token, bool IsRefused = false, TimeSpan? Wait = null)
{
    public HttpResponseMessage Refusal(HttpRequestMessage request) => new(IsRefused ? HttpStatusCode.Unauthorized : HttpStatusCode.ServiceUnavailable)
    {
        RequestMessage = request,
        Headers = { RetryAfter = Wait is { } wait ? new RetryConditionHeaderValue(wait) : null },
    };

    /// <summary>Hides the token from logs and debuggers.</summary>
    public override string ToString() => nameof(ContactCenter158Grant);
}
