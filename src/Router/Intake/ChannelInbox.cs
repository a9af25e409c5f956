using System.Threading.Channels;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>
/// Group commit for what channels push: many bodies share one transaction, and each is answered when it is durable.
/// When the store is down or too much waits, the answer is <see cref="Stored.No"/> and the channel sends again.
/// </summary>
internal sealed partial class ChannelInbox(
    HubStore store, RawArchive archive, ReadingQueue reading, IntakeGate gate, IntakeRush rush, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<ChannelInbox> logger)
    : BackgroundService, IChannelInbox
{
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(options.Value.MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public async Task<Stored> StoreAsync(RawItem item, CancellationToken cancellationToken)
    {
        if (!gate.TryEnter(item))
        {
            Log.Full(logger, item.Channel);
            return Stored.No;
        }

        var waiting = new Waiting(archive.Close(item), item);
        if (!queue.Writer.TryWrite(waiting))
        {
            gate.Leave(item, Stored.No);
            Log.Full(logger, item.Channel);
            return Stored.No;
        }

        try
        {
            return await waiting.Answer.Task.WaitAsync(options.Value.LongestWait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Stored.No;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(options.Value.Batch);
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            await options.Value.GatherAsync(() => queue.Reader.Count, clock, stoppingToken);
            while (batch.Count < options.Value.Batch && queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }

            await StoreAsync(batch, stoppingToken);
            rush.Saw(batch.Count);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<Waiting> batch, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(batch, cancellationToken);
        }
        catch (Exception fault) when (batch.Count > 1 && fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            // One of them cannot be stored: each goes alone, so that it holds no neighbour back.
            foreach (var waiting in batch)
            {
                await StoreAsync([waiting], cancellationToken);
            }
        }
        catch (Exception fault)
        {
            Log.NotStored(logger, batch.Count, fault.GetType().Name);
            batch.ForEach(waiting => Answer(waiting, Stored.No));
        }
    }

    private async Task CommitAsync(List<Waiting> batch, CancellationToken cancellationToken)
    {
        var rows = batch.ConvertAll(waiting => waiting.Row);
        var added = await store.WriteAheadAsync((write, token) => RawArchive.StoreAsync(write.Db, rows, token), cancellationToken);

        var fresh = added.Select(row => row.Id).ToHashSet();
        foreach (var waiting in batch)
        {
            var isNew = fresh.Contains(waiting.Row.Id);
            if (isNew)
            {
                reading.Offer(new UnreadBody(waiting.Row.Id, waiting.Item) { IsNew = true });
            }

            Answer(waiting, isNew ? Stored.Yes : Stored.Twin);
        }
    }

    private void Answer(Waiting waiting, Stored stored)
    {
        gate.Leave(waiting.Item, stored);
        waiting.Answer.TrySetResult(stored);
    }

    private sealed record Waiting(RawBody Row, RawItem Item)
    {
        public TaskCompletionSource<Stored> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Count} bodies could not be stored ({Fault}); their channels were told to send again.")]
        public static partial void NotStored(ILogger logger, int count, string fault);

        [LoggerMessage(2, LogLevel.Warning, "Too much waits to be stored or read; {Channel} was told to send again.")]
        public static partial void Full(ILogger logger, string channel);
    }
}
