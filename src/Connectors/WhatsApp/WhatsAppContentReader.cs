using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.WhatsApp;

/// <summary>What a citizen's message says, apart from who said it and when.</summary>
internal sealed record WhatsAppContent(string Text)
{
    public ReportPlace? Place { get; init; }

    public IReadOnlyList<InboundAttachment> Attachments { get; init; } = [];

    public bool StandsAlone { get; init; } = true;
}

/// <summary>One reader for each type that can be a report (CHANNELS 1.6). A type that is not here is refused, never guessed.</summary>
internal static class WhatsAppContentReader
{
    public static readonly FrozenDictionary<string, Func<WhatsAppMessage, WhatsAppContent?>> Types = new Dictionary<string, Func<WhatsAppMessage, WhatsAppContent?>>
    {
        ["text"] = message => Spoken(message.Json.Child("text")?.Words("body")),
        ["image"] = message => WhatsAppMedia.Read(message, "image"),
        ["video"] = message => WhatsAppMedia.Read(message, "video"),
        ["audio"] = message => WhatsAppMedia.Read(message, "audio"),
        ["voice"] = message => WhatsAppMedia.Read(message, "voice"),
        ["document"] = message => WhatsAppMedia.Read(message, "document"),
        ["sticker"] = message => WhatsAppMedia.Read(message, "sticker"),
        ["location"] = message => Location(message.Json.Child("location")),
        ["contacts"] = message => Cards(message.Json),
        ["interactive"] = message => Spoken(message.Json.Child("interactive") is { } interactive ? WhatsAppInteractive.Read(interactive) : null),
        ["button"] = message => Spoken(message.Json.Child("button") is { } button ? button.Words("text") ?? button.Words("payload") : null),
        ["order"] = message => Spoken(message.Json.Child("order") is { } order ? OrderText(order) : null),
    }.ToFrozenDictionary();

    public static WhatsAppContent? Read(WhatsAppMessage message, string type) => Types[type](message);

    /// <summary>The words inside the new form of an edited message.</summary>
    public static string? WordsOf(JsonElement edited) =>
        edited.Child("text")?.Words("body")
        ?? edited.Child("image")?.Words("caption")
        ?? edited.Child("video")?.Words("caption")
        ?? edited.Child("document")?.Words("caption");

    private static WhatsAppContent? Spoken(string? text) => text is null ? null : new WhatsAppContent(text);

    private static WhatsAppContent? Location(JsonElement? location)
    {
        if (location is not { } place)
        {
            return null;
        }

        var (latitude, longitude) = (Within(place.Number("latitude"), 90), Within(place.Number("longitude"), 180));
        var both = latitude is not null && longitude is not null;
        var text = string.Join(", ", new[] { place.Words("name"), place.Words("address") }.OfType<string>().Distinct());

        return both || text.Length > 0
            ? new WhatsAppContent(string.Empty)
            {
                Place = new ReportPlace(text.Length > 0 ? text : null, Latitude: both ? latitude : null, Longitude: both ? longitude : null),
                StandsAlone = false,
            }
            : null;
    }

    private static double? Within(double? degrees, double most) => degrees is { } value && Math.Abs(value) <= most ? value : null;

    /// <summary>A contact card is somebody else's personal record: it stays in the raw archive and is only named here.</summary>
    private static WhatsAppContent? Cards(JsonElement message)
    {
        var count = message.Each("contacts").Count(card => card.ValueKind is JsonValueKind.Object);
        return count is 0
            ? null
            : new WhatsAppContent(string.Create(CultureInfo.InvariantCulture, $"[Pelapor mengirim kartu kontak: {count}]")) { StandsAlone = false };
    }

    private static string? OrderText(JsonElement order)
    {
        var lines = order.Each("product_items")
            .Where(item => item.ValueKind is JsonValueKind.Object)
            .Select(item => $"{item.Words("product_retailer_id") ?? "?"} x {item.Words("quantity") ?? "?"}")
            .Prepend(order.Words("text"))
            .OfType<string>()
            .ToList();

        return lines.Count is 0 ? null : string.Join('\n', lines);
    }
}
