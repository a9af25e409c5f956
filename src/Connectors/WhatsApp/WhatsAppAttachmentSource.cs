using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>Two steps: the media id gives an address that lives five minutes, the address gives the bytes (CHANNELS 1.8).</summary>
internal sealed partial class WhatsAppAttachmentSource(IWhatsAppClient client, WhatsAppMediaDownload download, TimeProvider clock) : IAttachmentSource
{
    private const long Megabyte = 1024 * 1024;
    private const long LargestPicture = 16 * Megabyte;
    private const long LargestDocument = 100 * Megabyte;

    public string Channel => WhatsAppChannel.Name;

    public async Task<AttachmentResult> FetchAsync(string account, InboundAttachment attachment, CancellationToken cancellationToken)
    {
        if (attachment.Problem is { } problem)
        {
            return new AttachmentResult.Gone(problem);
        }

        if (!MediaId().IsMatch(attachment.ExternalId))
        {
            return new AttachmentResult.Gone("The media id is not one that Meta gives.");
        }

        try
        {
            // A second round when the address ran out between the two steps.
            return await TryAsync(account, attachment, cancellationToken)
                ?? await TryAsync(account, attachment, cancellationToken)
                ?? new AttachmentResult.Gone("Meta gave an address twice that leads nowhere (404).");
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return new AttachmentResult.Unavailable($"The media could not be fetched ({fault.GetType().Name}).");
        }
    }

    private async Task<AttachmentResult?> TryAsync(string account, InboundAttachment attachment, CancellationToken cancellationToken)
    {
        using var response = await client.DescribeMediaAsync(account, attachment.ExternalId, cancellationToken);
        using var document = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } media } || !Uri.TryCreate(media.Words("url"), UriKind.Absolute, out var address))
        {
            return Refusal(response, document?.RootElement);
        }

        var limit = LimitOf(attachment);
        if (media.Whole("file_size") > limit)
        {
            return new AttachmentResult.Gone($"Larger than {limit} bytes.");
        }

        var fetched = await download.FetchAsync(address, media.Words("mime_type") ?? attachment.MediaType, limit, cancellationToken);
        return fetched is AttachmentResult.Content content && !IsWhole(content, attachment, media)
            ? new AttachmentResult.Hurt("The bytes do not have the hash that Meta named.")
            : fetched;
    }

    private AttachmentResult Refusal(HttpResponseMessage response, JsonElement? body) => (response.StatusCode, body?.Child("error")?.Whole("code")) switch
    {
        // 100 on a media id: it does not exist any more, or never did for this account.
        (HttpStatusCode.NotFound or HttpStatusCode.Gone, _) or (HttpStatusCode.BadRequest, 100) => new AttachmentResult.Gone("Meta does not have the media any more."),
        var (status, code) => new AttachmentResult.Unavailable($"Meta did not say where the media are (status {(int)status}, code {code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}).", RetryAfter.Read(response, clock)),
    };

    private static bool IsWhole(AttachmentResult.Content content, InboundAttachment attachment, JsonElement media)
    {
        var actual = Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span));
        var named = attachment.Sha256 ?? WhatsAppMedia.DigestOf(media.Words("sha256"));

        return named is null || named == actual;
    }

    /// <summary>Meta's own limits (CHANNELS 1.8); only a document has a name and may be large whatever it is.</summary>
    private static long LimitOf(InboundAttachment attachment) =>
        attachment.FileName is null && attachment.MediaType.Split('/')[0] is ("image" or "audio" or "video") ? LargestPicture : LargestDocument;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,200}$")]
    private static partial Regex MediaId();
}
