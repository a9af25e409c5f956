namespace Hub.Contracts.Channels;

/// <summary>One body as a channel gave it, byte for byte. It is stored before anyone reads it.</summary>
/// <param name="Channel">Which channel: whatsapp, cc158, sp4n.</param>
/// <param name="Account">Which account of that channel: a phone number id, a desk, an agency id.</param>
public sealed record RawItem(string Channel, string Account, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt)
{
    /// <summary>The channel's own id and version of this item. Without one the hash of the bytes decides what is a twin.</summary>
    public string? Key { get; init; }

    /// <summary>Media type of the body, e.g. application/json.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>File name for a body that came as a file; free of identity.</summary>
    public string? FileName { get; init; }
}
