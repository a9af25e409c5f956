using System.Threading.Channels;
using Hub.Contracts.Channels;

namespace Hub.Router.Intake;

/// <summary>Durable bodies on their way to the reader, in memory; what does not fit is found again by the sweep.</summary>
internal sealed class ReadingQueue
{
    private readonly Channel<UnreadBody> queue = Channel.CreateBounded<UnreadBody>(new BoundedChannelOptions(4096) { SingleReader = true });

    public ChannelReader<UnreadBody> Reader => queue.Reader;

    public void Offer(UnreadBody body) => queue.Writer.TryWrite(body);
}

/// <summary>A durable body nobody has read yet.</summary>
internal sealed record UnreadBody(Guid RawId, RawItem Item);

/// <summary>A body with what was found in it.</summary>
internal sealed record ReadBody(Guid RawId, RawItem Item, NormalisedBody Found)
{
    /// <summary>The body that a person edited to get this one; the quarantine speaks of that body.</summary>
    public Guid? EditOf { get; init; }

    /// <summary>Read again later: what it says may be older than what the hub knows.</summary>
    public bool FromArchive { get; init; }
}
