using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>Durable bodies on their way to the reader, in memory; what does not fit, by number or by bytes, is found again by the sweep.</summary>
internal sealed class ReadingQueue(IOptions<IntakeOptions> options)
{
    private const int Most = 16_384;

    private readonly Channel<UnreadBody> queue = Channel.CreateBounded<UnreadBody>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly ConcurrentDictionary<Guid, byte> held = new();
    private long bytes;

    public long Bytes => Interlocked.Read(ref bytes);

    public int Count => queue.Reader.Count;

    public bool Offer(UnreadBody body)
    {
        var size = body.Item.Body.Length;
        held.TryAdd(body.RawId, 0);
        if (Interlocked.Add(ref bytes, size) <= options.Value.MostBytes && queue.Writer.TryWrite(body))
        {
            return true;
        }

        held.TryRemove(body.RawId, out _);
        Interlocked.Add(ref bytes, -size);
        return false;
    }

    public bool TryTake([NotNullWhen(true)] out UnreadBody? body)
    {
        if (!queue.Reader.TryRead(out body))
        {
            return false;
        }

        held.TryRemove(body.RawId, out _);
        Interlocked.Add(ref bytes, -body.Item.Body.Length);
        return true;
    }

    /// <summary>It is on its way here, so that nobody need look for it.</summary>
    public bool Holds(Guid rawId) => held.ContainsKey(rawId);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => queue.Reader.WaitToReadAsync(cancellationToken);
}

/// <summary>A durable body nobody has read yet, or one with items that came too early.</summary>
internal sealed record UnreadBody(Guid RawId, RawItem Item)
{
    /// <summary>Items that wait; only these are looked at again.</summary>
    public IReadOnlyList<WaitingItem> Waited { get; init; } = [];

    /// <summary>Stored a moment ago: nothing is known of what is in it.</summary>
    public bool IsNew { get; init; }
}

/// <summary>A body with what was found in it.</summary>
internal sealed record ReadBody(Guid RawId, RawItem Item, NormalisedBody Found)
{
    public IReadOnlyList<WaitingItem> Waited { get; init; } = [];

    /// <summary>Read for the first time: the quarantine holds nothing of it.</summary>
    public bool IsNew { get; init; }

    /// <summary>The body that a person edited to get this one; the quarantine speaks of that body.</summary>
    public Guid? EditOf { get; init; }

    /// <summary>Read again later: what it says may be older than what the hub knows.</summary>
    public bool FromArchive { get; init; }
}
