using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>The value of one change: whose number it is about, and when the hub took it.</summary>
internal sealed record WhatsAppValue(WhatsAppNode Node, string Account, DateTimeOffset ReceivedAt)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset FirstYear = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lazy<WhatsAppContacts> contacts = new(() => new WhatsAppContacts(Node.Json));

    public WhatsAppContacts Contacts => contacts.Value;

    /// <summary>An absent or absurd time counts as the time of receipt (CHANNELS 1.6).</summary>
    public DateTimeOffset TimeOf(JsonElement item) =>
        item.UnixTime("timestamp") is { } time && time >= FirstYear && time <= ReceivedAt + Ahead ? time : ReceivedAt;
}

/// <summary>One item of value.messages.</summary>
internal sealed record WhatsAppMessage(WhatsAppValue Value, WhatsAppNode Node)
{
    public string Path => Node.Path;

    public JsonElement Json => Node.Json;

    public string? Wamid { get; } = Node.Json.Words("id");

    /// <summary>Of the wamid; of the content when there is none, so that a second delivery is still the same item.</summary>
    public string ExternalId { get; } = WhatsAppIds.Of(Value.Account, Node.Json.Words("id") ?? Node.Json.GetRawText());

    public DateTimeOffset OccurredAt => Value.TimeOf(Json);

    public string IdOf(string wamid) => WhatsAppIds.Of(Value.Account, wamid);
}

/// <summary>What became of one message. The two cases are the whole list.</summary>
internal abstract record WhatsAppReading
{
    private WhatsAppReading()
    {
    }

    public sealed record Item(InboundItem Value) : WhatsAppReading;

    public sealed record Refused(string Code, string Reason) : WhatsAppReading;
}
