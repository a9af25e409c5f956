using System.Globalization;
using System.Text.Json.Nodes;

namespace Hub.Simulators.WhatsApp;

/// <summary>The Graph calls a hub makes: messages, media in two steps, and the descriptions its probe asks for.</summary>
internal sealed class WhatsAppGraph(WhatsAppSimulatorSettings settings, WhatsAppSimulatorLedger ledger, WhatsAppMediaShelf shelf, Action<WhatsAppReceived> accepted)
{
    private readonly WhatsAppSendCheck check = new(settings, ledger);
    private readonly WhatsAppBodies bodies = new(settings);

    /// <summary>Codes to answer the next sends with, instead of taking them.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<int> Refusals { get; } = [];

    public static bool IsCall(PathString path) => path.StartsWithSegments("/media", StringComparison.Ordinal) || path.Value is ['/', 'v', >= '0' and <= '9', ..];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{version}/{number}/messages", SendAsync);
        routes.MapGet("/{version}/{id}", (string id, HttpRequest request) => Refused(request) ?? Describe(id, request));
        routes.MapGet("/{version}/{id}/subscribed_apps", (HttpRequest request) => Refused(request)
            ?? Results.Json(new JsonObject { ["data"] = new JsonArray(new JsonObject { ["whatsapp_business_api_data"] = new JsonObject { ["name"] = "Hub" } }) }));
        routes.MapGet("/media/{address}", (string address, HttpRequest request) => Refused(request) ?? Open(address, request));
    }

    private async Task<IResult> SendAsync(string number, HttpRequest request)
    {
        if (Refused(request) is { } refused)
        {
            return refused;
        }

        if (number != settings.PhoneNumberId)
        {
            return new WhatsAppGraphError(400, 100, "Unsupported post request", "Object does not exist").ToResult();
        }

        if (Refusals.TryDequeue(out var code))
        {
            return new WhatsAppGraphError(400, code, "Refused by the simulator", "As asked").ToResult();
        }

        var body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) ?? new JsonObject();
        var to = (string?)body["to"] is { Length: > 0 } digits ? string.Concat(digits.Where(char.IsAsciiDigit)) : (string?)body["recipient"];

        return check.Check(body, to) is { } error ? error.ToResult() : Accept(body, to!);
    }

    private IResult Accept(JsonNode body, string to)
    {
        var kind = (string)body["type"]!;
        var message = ledger.Add(new WhatsAppReceived(
            settings.Clock.GetUtcNow(), to, bodies.NewWamid(to), kind, TextOf(body, kind), (string?)body["biz_opaque_callback_data"], (string?)body["context"]?["message_id"], 0));

        accepted(message);
        var isPhone = to.All(char.IsAsciiDigit);
        var id = new JsonObject { ["id"] = message.Wamid };
        if (kind is "template")
        {
            id["message_status"] = "accepted";
        }

        return Results.Json(new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["contacts"] = new JsonArray(new JsonObject { ["input"] = to, [isPhone ? "wa_id" : "user_id"] = to }),
            ["messages"] = new JsonArray(id),
        });
    }

    private static string TextOf(JsonNode body, string kind) => kind is "text"
        ? (string)body["text"]!["body"]!
        : (string)body["template"]!["name"]! + ": " + string.Join(" | ", body["template"]!["components"]![0]!["parameters"]!.AsArray().Select(parameter => (string)parameter!["text"]!));

    private IResult Describe(string id, HttpRequest request)
    {
        if (id == settings.PhoneNumberId)
        {
            return Results.Json(new JsonObject { ["id"] = id, ["display_phone_number"] = settings.DisplayNumber });
        }

        return shelf.Find(id) is { } item
            ? Results.Json(new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["url"] = $"{request.Scheme}://{request.Host}/media/{shelf.NewAddress(id)}",
                ["mime_type"] = item.MediaType,
                ["sha256"] = item.Digest,
                ["file_size"] = item.Bytes.Length.ToString(CultureInfo.InvariantCulture),
                ["id"] = id,
            })
            : new WhatsAppGraphError(400, 100, "Unsupported get request", "Object does not exist").ToResult();
    }

    /// <summary>The real host refuses a caller that does not say who it is.</summary>
    private IResult Open(string address, HttpRequest request) => request.Headers.UserAgent.Count is 0
        ? Results.StatusCode(StatusCodes.Status403Forbidden)
        : shelf.Open(address) is { } item ? Results.Bytes(item.Bytes, item.MediaType) : Results.NotFound();

    private IResult? Refused(HttpRequest request) => request.Headers.Authorization == $"Bearer {settings.AccessToken}"
        ? null
        : new WhatsAppGraphError(401, 190, "Invalid OAuth access token", "The token is wrong or has expired").ToResult();
}
