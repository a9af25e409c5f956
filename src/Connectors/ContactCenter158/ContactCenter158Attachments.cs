using System.Security.Cryptography;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.ContactCenter158;

/// <summary>Fetches the bytes of a ticket's attachment and holds them against the hash that the ticket gave (CHANNELS 3.5.1).</summary>
internal sealed class ContactCenter158Attachments(IContactCenter158Client client, TimeProvider clock) : IAttachmentSource
{
    public string Channel => ContactCenter158Options.Channel;

    /// <summary>The number and the attachment's id, which the call needs both.</summary>
    public static string ExternalId(string ticketNo, string attachmentId) => $"{ticketNo}/{attachmentId}";

    public async Task<AttachmentResult> FetchAsync(string account, InboundAttachment attachment, CancellationToken cancellationToken)
    {
        if (attachment.ExternalId.Split('/', 2) is not [{ Length: > 0 } ticketNo, { Length: > 0 } id])
        {
            return new AttachmentResult.Gone("The attachment has no id of the channel.");
        }

        try
        {
            using var response = await client.ReadAttachmentAsync(ticketNo, id, cancellationToken);
            return await ReadAsync(response, attachment, cancellationToken);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            return new AttachmentResult.Gone("The attachment is larger than the hub takes.");
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return new AttachmentResult.Unavailable($"The channel cannot be asked ({fault.GetType().Name}).");
        }
    }

    private async Task<AttachmentResult> ReadAsync(HttpResponseMessage response, InboundAttachment attachment, CancellationToken cancellationToken)
    {
        switch ((int)response.StatusCode)
        {
            case 404 or 410:
                return new AttachmentResult.Gone("The channel no longer has the attachment.");
            case not 200:
                return new AttachmentResult.Unavailable($"The channel answered {(int)response.StatusCode}.", RetryAfter.Read(response, clock));
        }

        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var isWhole = attachment.Sha256 is not { } wanted
            || string.Equals(wanted, Convert.ToHexStringLower(SHA256.HashData(bytes)), StringComparison.OrdinalIgnoreCase);

        // An error page comes with 200 too, so a wrong hash is asked for again rather than given up.
        return isWhole
            ? new AttachmentResult.Content(bytes, response.Content.Headers.ContentType?.MediaType ?? attachment.MediaType)
            : new AttachmentResult.Hurt("The bytes do not have the hash that the ticket names.");
    }
}
