using System.Text;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Determinism.Tests.Outside;

namespace Hub.Determinism.Tests.Rig;

/// <summary>A channel that keeps one status for each operation id and can be asked for it.</summary>
internal sealed class KeyedSink(World world, Steps steps) : IStatusSink
{
    public string Channel => Scene.Channel;

    public ChannelCapabilities Capabilities { get; } = new(Enum.GetValues<ReportState>(), false, 500);

    public async Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        var mood = SinkMood.Takes;
        var trouble = await steps.DoAsync($"sink push {status.State}", () => world.Change(scenery =>
        {
            (mood, var left) = scenery.Moods.IsEmpty ? (SinkMood.Takes, scenery.Moods) : (scenery.Moods.Peek(), scenery.Moods.Dequeue());
            var told = new Told(status.OperationId, status.ExternalId, status.State);

            // A repeat is kept as well: the channel would drop it, and the hub must not need that.
            return scenery with { Moods = left, Told = mood is SinkMood.Takes or SinkMood.TakesSilently ? scenery.Told.Add(told) : scenery.Told };
        }));

        return (trouble, mood) switch
        {
            (Trouble.None, SinkMood.Takes) => new SyncResult.Delivered(Reference(status.OperationId)),
            (Trouble.None, SinkMood.IsAway) => new SyncResult.Unavailable("The channel is away."),
            _ => new SyncResult.Unknown("No answer came."),
        };
    }

    public async Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        var found = false;
        var trouble = await steps.DoAsync("sink read back", () => found = world.Scenery.Told.Exists(told => told.Operation == status.OperationId));
        return trouble switch
        {
            not Trouble.None => new ReadBackResult.Unavailable("No answer came."),
            _ when found => new ReadBackResult.Found(Reference(status.OperationId)),
            _ => new ReadBackResult.Absent(),
        };
    }

    private static string Reference(Guid operation) => $"ref-{operation:N}";
}

/// <summary>The webhook of a unit, which drops repeats by their id.</summary>
internal sealed class UnitWebhook(World world, Steps steps) : IUnitEndpoint
{
    public async Task<SyncResult> PushAsync(UnitPush push, CancellationToken cancellationToken)
    {
        var post = new Post(push.MessageId, Encoding.UTF8.GetString(push.Body.Span));
        var trouble = await steps.DoAsync("unit push", () => world.Change(scenery => scenery with { Webhook = scenery.Webhook.Add(post) }));
        return trouble is Trouble.None ? new SyncResult.Delivered(push.MessageId) : new SyncResult.Unknown("No answer came.");
    }
}

/// <summary>A channel that is asked for pages, by cursor, and wants to hear when one is durable.</summary>
internal sealed class PagedChannel(World world, Steps steps, IReadOnlyDictionary<string, Page> pages) : IAcknowledgedChannel
{
    public string Channel => Scene.Channel;

    public string Account => Scene.Account;

    public TimeSpan Interval => TimeSpan.FromSeconds(7);

    public async Task<PollResult> FetchAsync(string? cursor, CancellationToken cancellationToken) =>
        await steps.DoAsync($"poll fetch {cursor}", static () => { }) is Trouble.None
            ? pages.TryGetValue(cursor ?? "", out var page) ? page.ToResult(world.Clock.GetUtcNow()) : new PollResult.Page([], cursor, HasMore: false)
            : new PollResult.Unavailable("No answer came.");

    public async Task AcknowledgeAsync(PollResult.Page page, CancellationToken cancellationToken)
    {
        if (await steps.DoAsync("poll acknowledge", () => world.Change(scenery => scenery with { Acknowledged = scenery.Acknowledged.Add(page.NextCursor!) })) is not Trouble.None)
        {
            throw new TimeoutException("No answer came.");
        }
    }
}
