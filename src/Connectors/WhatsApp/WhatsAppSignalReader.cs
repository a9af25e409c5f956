using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>Reads what says something about another message or about the person, and is never a report of its own.</summary>
internal static class WhatsAppSignalReader
{
    public static readonly IReadOnlyList<string> Kinds = ["reaction", "system", "edit", "revoke"];

    /// <returns>Null when the message is not a signal.</returns>
    public static WhatsAppReading? Read(WhatsAppMessage message, string type) => type switch
    {
        "request_welcome" => Signal(message, type, null),
        "interactive" => IsCallPermission(message.Json) ? Signal(message, "call_permission", message.Json.Child("context")?.Words("id")) : null,
        "reaction" or "system" or "edit" or "revoke" => message.Json.Child(type) is { } content
            ? ReadContent(message, type, content)
            : new WhatsAppReading.Refused("no_content", $"A {type} came without its content. Read the raw body."),
        _ => null,
    };

    private static WhatsAppReading.Item ReadContent(WhatsAppMessage message, string type, JsonElement content) => type switch
    {
        "reaction" => Signal(message, type, content.Words("message_id"), content.Words("emoji")),
        "edit" => Signal(message, type, content.Words("original_message_id"), content.Child("message") is { } edited ? WhatsAppContentReader.WordsOf(edited) : null),
        "revoke" => Signal(message, type, content.Words("original_message_id")),
        _ => IdentityChange(message, content) ?? Signal(message, type, null),
    };

    private static WhatsAppReading.Item Signal(WhatsAppMessage message, string kind, string? target, string? text = null)
    {
        // An edit may carry the id of what it edits; it still needs an id of its own.
        var id = target is not null && target == message.Wamid
            ? message.IdOf($"{message.Wamid}:{kind}:{message.Json.Words("timestamp")}")
            : message.ExternalId;

        return new WhatsAppReading.Item(new InboundSignal(message.Path, id, message.OccurredAt, kind, target is null ? null : message.IdOf(target)) { Account = message.Value.Account, Text = text });
    }

    private static WhatsAppReading.Item? IdentityChange(WhatsAppMessage message, JsonElement system)
    {
        var (previous, current) = system.Words("type") switch
        {
            "user_changed_number" => (message.Json.Words("from") ?? system.Words("customer"), system.Words("wa_id") ?? system.Words("new_wa_id")),
            "user_changed_user_id" => (message.Json.Words("from_user_id") ?? message.Json.Words("from") ?? system.Words("customer"), system.Words("user_id")),
            _ => (null, null),
        };

        return Identity(previous) is { } before && Identity(current) is { } now && before != now && before.Kind == now.Kind
            ? new WhatsAppReading.Item(new InboundIdentityChange(message.Path, message.ExternalId, message.OccurredAt, before, now) { Account = message.Value.Account })
            : null;
    }

    private static ChannelIdentity? Identity(string? written) => written is null ? null : WhatsAppSender.IdentityOf(written);

    private static bool IsCallPermission(JsonElement message) =>
        message.Child("interactive") is { } interactive
        && (interactive.Words("type") is { } type ? type is "call_permission_reply" : interactive.Has("call_permission_reply"));
}
