using System.Collections.Frozen;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>Meta's words for how far a message got (CHANNELS 1.6). A word that is not here is kept and not guessed.</summary>
internal static class WhatsAppStatusMap
{
    public static readonly FrozenDictionary<string, Receipt> Receipts = new Dictionary<string, Receipt>
    {
        ["accepted"] = Receipt.Accepted,
        ["held_for_quality_assessment"] = Receipt.Accepted,
        ["sent"] = Receipt.Sent,
        ["delivered"] = Receipt.Delivered,
        ["read"] = Receipt.Read,
        ["played"] = Receipt.Read,
        ["failed"] = Receipt.Failed,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
