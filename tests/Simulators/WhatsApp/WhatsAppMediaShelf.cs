using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Hub.Simulators.WhatsApp;

/// <summary>Media that citizens sent: an id leads to an address, the address leads to the bytes for five minutes.</summary>
internal sealed class WhatsAppMediaShelf(WhatsAppSimulatorSettings settings)
{
    private static readonly TimeSpan AddressLife = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Item> items = [];
    private readonly ConcurrentDictionary<string, (string Id, DateTimeOffset Until)> addresses = [];
    private int counter;

    public Item Add(byte[] bytes, string mediaType)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{900000000000000 + Interlocked.Increment(ref counter)}");
        return items[id] = new Item(id, bytes, mediaType, Convert.ToBase64String(SHA256.HashData(bytes)));
    }

    public Item? Find(string id) => items.GetValueOrDefault(id);

    public string NewAddress(string id)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{id}-{Interlocked.Increment(ref counter)}");
        addresses[key] = (id, settings.Clock.GetUtcNow() + AddressLife);
        return key;
    }

    public Item? Open(string address) =>
        addresses.TryGetValue(address, out var entry) && entry.Until > settings.Clock.GetUtcNow() ? Find(entry.Id) : null;

    /// <param name="Digest">Base64, as in Meta's notifications.</param>
    internal sealed record Item(string Id, byte[] Bytes, string MediaType, string Digest);
}
