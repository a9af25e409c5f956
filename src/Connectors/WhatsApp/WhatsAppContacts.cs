using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>The people a value names, found by id and never by position (CHANNELS 1.5). One that cannot be read is left out and costs only a name.</summary>
internal sealed class WhatsAppContacts
{
    private readonly Dictionary<ChannelIdentity, JsonElement> byIdentity = [];
    private readonly List<JsonElement> readable = [];

    public WhatsAppContacts(JsonElement value)
    {
        foreach (var contact in value.Each("contacts").Where(contact => contact.ValueKind is JsonValueKind.Object))
        {
            try
            {
                Take(contact);
            }
            catch (InvalidOperationException)
            {
                // A member's name holds half a surrogate pair.
            }
        }
    }

    /// <summary>The contact when there is one and no other.</summary>
    public JsonElement? Only => readable is [var only] ? only : null;

    public JsonElement? Find(IEnumerable<ChannelIdentity> identities)
    {
        foreach (var identity in identities)
        {
            if (byIdentity.TryGetValue(identity, out var contact))
            {
                return contact;
            }
        }

        return null;
    }

    private void Take(JsonElement contact)
    {
        string?[] ids = [contact.Words("wa_id"), contact.Words("user_id")];
        foreach (var identity in ids.OfType<string>().Select(WhatsAppSender.IdentityOf).OfType<ChannelIdentity>())
        {
            byIdentity.TryAdd(identity, contact);
        }

        readable.Add(contact);
    }
}
