using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>What was found in one body: each message once, each status as often as it stands there.</summary>
internal sealed class WhatsAppFindings
{
    private readonly List<InboundItem> items = [];
    private readonly List<UnreadableItem> unreadable = [];
    private readonly HashSet<string> seen = [];
    private readonly HashSet<string> refused = [];

    public NormalisedBody Body => new(items, unreadable);

    public void Add(InboundItem item)
    {
        if (item is InboundStatus || seen.Add(item.ExternalId))
        {
            items.Add(item);
        }
    }

    public void Refuse(string path, string code, string reason) => unreadable.Add(new UnreadableItem(path, code, reason));

    /// <summary>A message that cannot be read, once for each message.</summary>
    public void Refuse(WhatsAppMessage message, WhatsAppReading.Refused refusal)
    {
        if (!seen.Contains(message.ExternalId) && refused.Add(message.ExternalId))
        {
            Refuse(message.Path, refusal.Code, refusal.Reason);
        }
    }

    /// <summary>One bad item never holds back its neighbours.</summary>
    public void Guard(string path, Action read)
    {
        try
        {
            read();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Refuse(path, "bad_field", $"A field holds what no reader expects ({fault.GetType().Name}). Read the raw body and retry it after a fix.");
        }
    }
}
