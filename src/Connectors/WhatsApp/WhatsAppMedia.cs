using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>Reads picture, film, sound, document and sticker; the bytes are fetched apart.</summary>
internal static class WhatsAppMedia
{
    private const string UnknownMediaType = "application/octet-stream";
    private const int LongestFileName = 150;

    public static WhatsAppContent? Read(WhatsAppMessage message, string type)
    {
        // The old voice type sometimes keeps its content under audio.
        if ((message.Json.Child(type) ?? (type is "voice" ? message.Json.Child("audio") : null)) is not { } media)
        {
            return null;
        }

        var caption = media.Words("caption");
        var attachment = Attachment(message, media);

        return attachment is null && caption is null
            ? null
            : new WhatsAppContent(caption ?? string.Empty)
            {
                Attachments = attachment is null ? [] : [attachment],
                StandsAlone = caption is not null,
            };
    }

    /// <summary>The digest as lower-case hex; Meta writes base64, one of its samples hex.</summary>
    public static string? DigestOf(string? written)
    {
        if (written is null)
        {
            return null;
        }

        if (written.Length is 64 && written.All(char.IsAsciiHexDigit))
        {
            return written.ToLowerInvariant();
        }

        Span<byte> digest = stackalloc byte[48];
        return Convert.TryFromBase64String(written, digest, out var length) && length is 32 ? Convert.ToHexStringLower(digest[..length]) : null;
    }

    private static InboundAttachment? Attachment(WhatsAppMessage message, JsonElement media)
    {
        var id = media.Words("id");
        var problem = Problem(message.Json) ?? Problem(media);
        if (id is null && problem is null)
        {
            // Words without their picture are still a report; the gap is named.
            problem = media.Has("caption") ? "WhatsApp sent no media id." : null;
        }

        return id is null && problem is null
            ? null
            : new InboundAttachment(
                id ?? message.ExternalId,
                media.Words("mime_type") ?? UnknownMediaType,
                FileName(media.Words("filename")),
                media.Whole("file_size"),
                DigestOf(media.Words("sha256")),
                problem);
    }

    private static string? Problem(JsonElement holder) =>
        holder.Each("errors").Where(error => error.ValueKind is JsonValueKind.Object).Select(Describe).FirstOrDefault();

    private static string Describe(JsonElement error) => $"{error.Words("code") ?? "?"}: {WhatsAppStatusReader.ReasonOf(error) ?? "no reason given"}";

    /// <summary>The last part of the name, without what a file system or a terminal would act on.</summary>
    private static string? FileName(string? written)
    {
        if (written is null)
        {
            return null;
        }

        var name = written[(written.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.Where(letter => !char.IsControl(letter) && !IsDirection(letter) && !"<>:\"|?*".Contains(letter, StringComparison.Ordinal))).Trim(' ', '.');

        var ending = Path.GetExtension(name) is { Length: <= 10 } extension ? extension : string.Empty;
        return name.Length switch
        {
            0 => null,
            > LongestFileName => WhatsAppText.Shortened(name[..^ending.Length], LongestFileName - ending.Length) + ending,
            _ => name,
        };
    }

    /// <summary>Marks that turn the reading direction make «gpj.exe» look like «exe.jpg».</summary>
    private static bool IsDirection(char letter) => letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u200E' or '\u200F';
}
