using System.Collections.Concurrent;
using System.Text;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Router.Tests.Rig;

/// <summary>Reads a body by looking up what the test said it holds.</summary>
internal sealed class TestNormaliser(string channel) : IReportNormaliser
{
    private readonly ConcurrentDictionary<string, NormalisedBody> known = new();

    public string Channel => channel;

    public RawItem Body(string name, params InboundItem[] items) => Body(name, new NormalisedBody(items, []));

    public RawItem Body(string name, NormalisedBody holds)
    {
        known[name] = holds;
        return new RawItem(channel, "main", Encoding.UTF8.GetBytes(name), TimeProvider.System.GetUtcNow());
    }

    /// <summary>A name nobody told it is a bug of the reader.</summary>
    public NormalisedBody Normalise(RawItem raw) => known[Encoding.UTF8.GetString(raw.Body.Span)];
}

/// <summary>A channel that answers statuses as the test says and remembers what it was told.</summary>
internal sealed class TestSink(string channel) : IStatusSink
{
    public static readonly IReadOnlyList<ReportState> Everything = Enum.GetValues<ReportState>();

    public string Channel => channel;

    public ChannelCapabilities Capabilities { get; set; } = new(Everything, false, 500);

    public ConcurrentQueue<OutboundStatus> Pushed { get; } = [];

    public ConcurrentQueue<Guid> ReadBacks { get; } = [];

    public Func<OutboundStatus, CancellationToken, Task<SyncResult>> Answer { get; set; } = Delivers;

    public Func<OutboundStatus, ReadBackResult> Knows { get; set; } = _ => new ReadBackResult.CannotTell();

    public Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        Pushed.Enqueue(status);
        return Answer(status, cancellationToken);
    }

    public Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        ReadBacks.Enqueue(status.OperationId);
        return Task.FromResult(Knows(status));
    }

    public void Says(SyncResult result) => Answer = (_, _) => Task.FromResult(result);

    public static Task<SyncResult> Delivers(OutboundStatus status, CancellationToken cancellationToken) =>
        Task.FromResult<SyncResult>(new SyncResult.Delivered($"ref-{status.OperationId:N}"));
}

/// <summary>A channel that is asked: gives the pages in turn, by cursor.</summary>
internal sealed class TestPolled(string channel) : IPolledChannel
{
    public string Channel => channel;

    public string Account => "main";

    public TimeSpan Interval => TimeSpan.FromSeconds(7);

    public List<string?> Cursors { get; } = [];

    public required Func<string?, Task<PollResult>> Gives { get; set; }

    public Task<PollResult> FetchAsync(string? cursor, CancellationToken cancellationToken)
    {
        Cursors.Add(cursor);
        return Gives(cursor);
    }
}

internal sealed class TestFiles(string channel) : IAttachmentSource
{
    public string Channel => channel;

    public required Func<InboundAttachment, AttachmentResult> Gives { get; set; }

    public Task<AttachmentResult> FetchAsync(string account, InboundAttachment attachment, CancellationToken cancellationToken) => Task.FromResult(Gives(attachment));
}

internal sealed class TestUnitEndpoint : IUnitEndpoint
{
    public ConcurrentQueue<UnitPush> Pushed { get; } = [];

    public Func<UnitPush, SyncResult> Answer { get; set; } = push => new SyncResult.Delivered(push.MessageId);

    /// <summary>Instead of <see cref="Answer"/>, for a unit that takes its time.</summary>
    public Func<UnitPush, Task<SyncResult>>? Later { get; set; }

    public Task<SyncResult> PushAsync(UnitPush push, CancellationToken cancellationToken)
    {
        Pushed.Enqueue(push);
        return Later?.Invoke(push) ?? Task.FromResult(Answer(push));
    }
}
