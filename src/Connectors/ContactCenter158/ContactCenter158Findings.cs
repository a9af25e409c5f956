using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.ContactCenter158;

/// <summary>Gathers what one body holds and what in it could not be read.</summary>
internal sealed class ContactCenter158Findings(DateTimeOffset receivedAt)
{
    private readonly List<InboundItem> items = [];
    private readonly List<UnreadableItem> unreadable = [];

    public void Add(InboundItem item) => items.Add(item);

    public void Note(string path, string code, string reason) => unreadable.Add(new UnreadableItem(path, code, reason));

    /// <summary>A time with its offset. A naive or broken one is noted and the time of receipt stands in, since a report is not lost for its clock.</summary>
    public DateTimeOffset Time(JsonElement element, string name, string path)
    {
        if (element.Instant(name) is { } instant)
        {
            return instant;
        }

        if (element.Words(name) is { } written && DateTime.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Note($"{path}.{name}", "naive_time", "The time has no offset, so nobody knows its zone; the time of receipt is used. Ask 158 to send RFC 3339 with an offset.");
        }
        else
        {
            Note($"{path}.{name}", "bad_field", "The time is missing or cannot be read; the time of receipt is used. Ask 158 to send RFC 3339 with an offset.");
        }

        return receivedAt;
    }

    public NormalisedBody ToBody() => new(items, unreadable);
}
