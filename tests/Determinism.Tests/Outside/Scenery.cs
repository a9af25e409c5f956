using System.Collections.Immutable;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Determinism.Tests.Outside;

/// <summary>All that outlives a process of the hub besides its store, at one instant. Immutable, so that an instant can be kept.</summary>
internal sealed record Scenery
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>How many acts of the scenario were answered.</summary>
    public int Act { get; init; }

    /// <summary>The broker: queues with what lies in them; a unit's inbox keeps all it got.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<Post>> Queues { get; init; } = ImmutableSortedDictionary<string, ImmutableList<Post>>.Empty;

    /// <summary>What took effect at the channel, in order of arrival.</summary>
    public ImmutableList<Told> Told { get; init; } = [];

    /// <summary>How the channel answers the next pushes; then it takes them.</summary>
    public ImmutableQueue<SinkMood> Moods { get; init; } = [];

    /// <summary>What took effect at the unit's webhook.</summary>
    public ImmutableList<Post> Webhook { get; init; } = [];

    /// <summary>Pages of the polled channel that it heard were durable.</summary>
    public ImmutableList<string> Acknowledged { get; init; } = [];

    public ImmutableList<Post> At(string queue) => Queues.TryGetValue(queue, out var posts) ? posts : [];

    public Scenery With(string queue, Func<ImmutableList<Post>, ImmutableList<Post>> change) => this with { Queues = Queues.SetItem(queue, change(At(queue))) };
}

/// <summary>One message at the broker or at a webhook.</summary>
/// <param name="Deliveries">How often it was handed out in vain.</param>
internal sealed record Post(string Id, string Body, int Deliveries = 0);

/// <summary>One status as it stands at the channel.</summary>
internal sealed record Told(Guid Operation, string ExternalId, ReportState State);

/// <summary>What a channel does with one push.</summary>
internal enum SinkMood
{
    Takes,

    /// <summary>Nothing happens there.</summary>
    IsAway,

    /// <summary>Takes it, and the answer is lost.</summary>
    TakesSilently,

    /// <summary>Takes nothing, and the answer is lost.</summary>
    DropsSilently,
}

/// <summary>One page of the polled channel.</summary>
internal sealed record Page(IReadOnlyList<string> Bodies, string Next, bool HasMore)
{
    public PollResult.Page ToResult(DateTimeOffset now) =>
        new([.. Bodies.Select(body => new RawItem(Scene.Channel, Scene.Account, System.Text.Encoding.UTF8.GetBytes(body), now))], Next, HasMore);
}
