using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Raw items as intake gets them, under the keys that tell twins; the poll and the audit make them alike.</summary>
internal static class Sp4nLaporBodies
{
    public static RawItem Report(JsonElement item, string account, DateTimeOffset now) =>
        new(Sp4nLaporChannel.Name, account, JsonMarshal.GetRawUtf8Value(item).ToArray(), now) { Key = Key(item) };

    public static RawItem FollowUp(string trackingId, JsonElement entry, string account, DateTimeOffset now) =>
        new(Sp4nLaporChannel.Name, account, Sp4nLaporEnvelope.Write(trackingId, JsonMarshal.GetRawUtf8Value(entry)), now)
        {
            Key = entry.IsWhole() && entry.Words("id") is { } id ? $"{trackingId}:f:{id}" : null,
        };

    /// <summary>What the hub wrote itself comes back in the log and is no news.</summary>
    public static bool IsOurs(JsonElement entry) => entry.IsWhole() && entry.Words("role") is "agency" && Sp4nLaporOperationId.Read(entry.Words("operation_id")) is not null;

    /// <summary>An item that is no UTF-8 is handed on without a key: it is quarantined later and holds nobody back.</summary>
    public static string? Key(JsonElement item) =>
        item.IsWhole() && item.Words("tracking_id") is { } id && item.Words("updated_at") is { } version ? $"{id}:{version}" : null;
}
