using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>Reads one item of value.statuses: a receipt for something the hub sent.</summary>
internal static class WhatsAppStatusReader
{
    public static InboundStatus Read(WhatsAppValue value, WhatsAppNode node)
    {
        var status = node.Json;
        var wamid = status.Words("id");
        var word = status.Words("status") ?? string.Empty;
        var error = status.Each("errors").Cast<JsonElement?>().FirstOrDefault();

        return new InboundStatus(node.Path, IdOf(value, status), value.TimeOf(status))
        {
            Account = value.Account,
            Word = word,
            Receipt = WhatsAppStatusMap.Receipts.TryGetValue(word, out var receipt) ? receipt : null,
            OperationId = WhatsAppIds.OperationOf(status.Words("biz_opaque_callback_data")),
            ExternalReference = wamid is null ? null : WhatsAppIds.Of(value.Account, wamid),
            FailureCode = error?.Words("code"),
            FailureReason = error is { } found ? ReasonOf(found) : null,
        };
    }

    /// <summary>The words sit in one of four places, by the age of the Graph version.</summary>
    public static string? ReasonOf(JsonElement error) =>
        (error.Child("error_data")?.Words("details") ?? error.Words("details") ?? error.Words("message") ?? error.Words("title")) is { } text
            ? WhatsAppText.ForOperator(text)
            : null;

    /// <summary>The key of CHANNELS 0: wamid, status, timestamp, recipient.</summary>
    private static string IdOf(WhatsAppValue value, JsonElement status)
    {
        var recipient = status.Words("recipient_id") ?? status.Words("recipient_user_id");
        return WhatsAppIds.Of(value.Account, status.Words("id") is { } wamid
            ? $"{wamid}:{status.Words("status")}:{status.Words("timestamp")}:{recipient}"
            : status.GetRawText());
    }
}
