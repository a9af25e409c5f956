using System.Text.Json.Nodes;

namespace Hub.Simulators.WhatsApp;

/// <summary>An error in Graph's form.</summary>
internal sealed record WhatsAppGraphError(int Http, int Code, string Title, string Details)
{
    public IResult ToResult() => Results.Json(
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = $"(#{Code}) {Title}",
                ["type"] = "OAuthException",
                ["code"] = Code,
                ["error_data"] = new JsonObject { ["messaging_product"] = "whatsapp", ["details"] = Details },
                ["fbtrace_id"] = "Simulator",
            },
        },
        statusCode: Http);
}

/// <summary>Meta's rules for a message: window, templates and their parameters, lengths, pair rate.</summary>
internal sealed class WhatsAppSendCheck(WhatsAppSimulatorSettings settings, WhatsAppSimulatorLedger ledger)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly TimeSpan PairPause = TimeSpan.FromSeconds(6);

    public WhatsAppGraphError? Check(JsonNode body, string? to) => to switch
    {
        null => new WhatsAppGraphError(400, 131008, "Required parameter is missing", "to or recipient is required"),
        _ when settings.PairRate && settings.Clock.GetUtcNow() - ledger.ToldAt(to) < PairPause =>
            new WhatsAppGraphError(400, 131056, "Pair rate limit hit", "Too many messages sent to this user"),
        _ => (string?)body["type"] switch
        {
            "text" => CheckText((string?)body["text"]?["body"], to),
            "template" => CheckTemplate(body["template"]),
            var type => new WhatsAppGraphError(400, 100, "Invalid parameter", $"type {type}"),
        },
    };

    private WhatsAppGraphError? CheckText(string? text, string to) => text switch
    {
        null or "" => new WhatsAppGraphError(400, 131008, "Required parameter is missing", "text.body is required"),
        { Length: > 4096 } => new WhatsAppGraphError(400, 100, "Invalid parameter", "text.body is longer than 4096"),
        _ => ledger.HeardAt(to) is { } heard && settings.Clock.GetUtcNow() - heard < Window
            ? null
            : new WhatsAppGraphError(400, 131047, "Re-engagement message", "More than 24 hours have passed since the customer last replied"),
    };

    private WhatsAppGraphError? CheckTemplate(JsonNode? template) => IsKnown(template)
        ? CheckParameters(template?["components"]?[0]?["parameters"]?.AsArray() ?? [])
        : new WhatsAppGraphError(404, 132001, "Template name does not exist in the translation", "Check name and language");

    private bool IsKnown(JsonNode? template) =>
        settings.Templates.Contains((string?)template?["name"]) && (string?)template?["language"]?["code"] is "id";

    private static WhatsAppGraphError? CheckParameters(JsonArray parameters)
    {
        var names = parameters.Select(parameter => (string?)parameter?["parameter_name"]);
        if (!names.SequenceEqual(["nomor", "status", "keterangan"]))
        {
            return new WhatsAppGraphError(400, 132000, "Number of parameters does not match", "nomor, status, keterangan");
        }

        return parameters.Any(parameter => !IsFit((string?)parameter?["text"]))
            ? new WhatsAppGraphError(400, 132018, "Template parameter is not fit", "Empty, newline, tab or more than four spaces")
            : null;
    }

    private static bool IsFit(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.IndexOfAny(['\n', '\r', '\t']) < 0 && !text.Contains("     ", StringComparison.Ordinal) && text.Length <= 1024;
}
