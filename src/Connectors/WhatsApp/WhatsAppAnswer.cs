using System.Net;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>What Graph answered: Meta's code when it gave one, else the message id of a success.</summary>
internal sealed record WhatsAppAnswer(int? ErrorCode, string? ErrorText, bool Transient, string? MessageId)
{
    private static readonly WhatsAppAnswer Silent = new(null, null, false, null);

    /// <summary>Reads an answer; one that is not JSON says nothing.</summary>
    public static async Task<WhatsAppAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var document = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } root })
        {
            return Silent;
        }

        return root.Child("error") is { } error
            ? new WhatsAppAnswer((int?)error.Whole("code"), WhatsAppStatusReader.ReasonOf(error), error.Flag("is_transient") is true, null)
            : Silent with { MessageId = root.Each("messages").Select(message => message.Words("id")).FirstOrDefault() };
    }

    /// <summary>The verdict on one send. A success must prove itself with a message id.</summary>
    /// <param name="account">The number it was sent from; the reference is made of it and the message id.</param>
    public SyncResult Judge(HttpResponseMessage response, string account, TimeProvider clock)
    {
        if (ErrorCode is { } code)
        {
            return ByCode(code, response, clock);
        }

        return HttpFailure.Judge(response, clock)
            ?? (MessageId is { } wamid
                ? new SyncResult.Delivered(WhatsAppIds.Of(account, wamid))
                : new SyncResult.Unknown("The answer holds no message id."));
    }

    private SyncResult ByCode(int code, HttpResponseMessage response, TimeProvider clock) =>
        WhatsAppErrorTable.Judge(code, RetryAfter.Read(response, clock)) switch
        {
            SyncResult.Rejected { Reason: var reason } rejected when ErrorText is { } text => rejected with { Reason = $"{reason} Meta says: {text}" },
            { } verdict => verdict,
            null when Transient => new SyncResult.Unavailable($"Meta failed for a moment ({code}).", RetryAfter.Read(response, clock)),
            null when response.StatusCode >= HttpStatusCode.InternalServerError => new SyncResult.Unknown($"Meta failed with a code that is not in the table ({code})."),
            null => new SyncResult.Rejected($"wa_{code}", $"Meta refuses with a code that is not in the table. Meta says: {ErrorText ?? "nothing"}"),
        };
}
