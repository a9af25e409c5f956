using System.Security.Cryptography;

namespace Hub.Simulators.ContactCenter158;

/// <summary>Checks the bearer token and gives out tokens for client credentials.</summary>
internal sealed class TokenDesk(ContactCenter158SimulatorSettings settings, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> granted = [];

    public int Grants { get; private set; }

    /// <summary>Every granted token ends now, sooner than it said.</summary>
    public void Revoke()
    {
        lock (gate)
        {
            granted.Clear();
        }
    }

    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (IsKnown(context.Request.Headers.Authorization.ToString()))
        {
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Answers.Code(StatusCodes.Status401Unauthorized, "bad_token").ExecuteAsync(context);
    }

    public async Task<IResult> GrantAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (form["grant_type"] != "client_credentials" || form["client_id"] != settings.ClientId || form["client_secret"] != settings.ClientSecret)
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        }

        var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
        lock (gate)
        {
            Grants++;
            granted[token] = clock.GetUtcNow() + settings.TokenLife;
        }

        return Results.Json(new { access_token = token, token_type = "Bearer", expires_in = (int)settings.TokenLife.TotalSeconds });
    }

    private bool IsKnown(string header)
    {
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return false;
        }

        var token = header["Bearer ".Length..];
        lock (gate)
        {
            return token == settings.AccessToken || (granted.TryGetValue(token, out var end) && clock.GetUtcNow() < end);
        }
    }
}
