using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>
/// Reads durable bodies into reports. A body that cannot be read or saved is quarantined alone; when the store is away
/// the bodies stay unread and the sweep brings them back.
/// </summary>
internal sealed partial class BodyReader(
    HubStore store, ReadingQueue queue, IntakeRush rush, BodySweep sweep, InboundWriter inbound, IEnumerable<IReportNormaliser> normalisers, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<BodyReader> logger)
    : BackgroundService
{
    private const int Batch = 256;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2);

    private readonly FrozenDictionary<string, IReportNormaliser> byChannel = normalisers.ToFrozenDictionary(normaliser => normaliser.Channel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var nextSweep = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var batch = await TakeAsync(nextSweep, stoppingToken);
                if (clock.GetUtcNow() >= nextSweep)
                {
                    var found = await sweep.FindAsync(queue.Holds, stoppingToken);
                    var known = batch.Select(body => body.RawId).ToHashSet();
                    batch.AddRange(found.Where(body => !known.Contains(body.RawId)));

                    // A full sweep has left something behind.
                    nextSweep = clock.GetUtcNow() + (found.Count < BodySweep.Most ? SweepEvery : TimeSpan.Zero);
                }

                if (await ReadAsync(batch, stoppingToken))
                {
                    nextSweep = clock.GetUtcNow();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Log.Paused(logger, fault.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
    }

    private async Task<List<UnreadBody>> TakeAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var batch = new List<UnreadBody>(Batch);
        var wait = until - clock.GetUtcNow();
        if (wait > TimeSpan.Zero && queue.Count == 0)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(wait);
            try
            {
                await queue.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return batch;
            }
        }

        if (queue.Count > 0)
        {
            await options.Value.GatherAsync(() => queue.Count, clock, cancellationToken);
        }

        await rush.WaitAsync(queue.Count, cancellationToken);
        while (batch.Count < Batch && queue.TryTake(out var body))
        {
            batch.Add(body);
        }

        return batch;
    }

    /// <returns>True when something that waited may be read again now.</returns>
    public async Task<bool> ReadAsync(List<UnreadBody> bodies, CancellationToken cancellationToken)
    {
        if (bodies.Count == 0)
        {
            return false;
        }

        var read = bodies.ConvertAll(Read);
        try
        {
            return await inbound.SaveAsync(read, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            // One of them cannot be saved: each goes alone, so that it holds no neighbour back.
            foreach (var body in read)
            {
                await SaveAloneAsync(body, cancellationToken);
            }

            return true;
        }
    }

    private ReadBody Read(UnreadBody body)
    {
        if (!byChannel.TryGetValue(body.Item.Channel, out var normaliser))
        {
            return Unreadable(body, "no_reader", $"The channel {body.Item.Channel} is not configured here; configure it and retry (hub quarantine retry).");
        }

        try
        {
            return Waiting(body, normaliser.Normalise(body.Item));
        }
        catch (Exception fault)
        {
            Log.ReaderFailed(logger, body.Item.Channel, body.RawId, fault.GetType().Name);
            return Unreadable(body, "reader_failed", $"The reader failed with {fault.GetType().Name}; report it and retry after the fix.");
        }
    }

    /// <summary>Of a body that is read again only what waited counts, unless a newer reader no longer finds it.</summary>
    private static ReadBody Waiting(UnreadBody body, NormalisedBody found)
    {
        var waited = body.Waited.Select(item => (item.Path, item.ExternalId)).ToHashSet();
        var items = found.Items.Where(item => waited.Contains((item.Path, item.ExternalId))).ToList();
        return new ReadBody(body.RawId, body.Item, items.Count < waited.Count || waited.Count == 0 ? found : new NormalisedBody(items, [])) { Waited = body.Waited, IsNew = body.IsNew };
    }

    private async Task SaveAloneAsync(ReadBody body, CancellationToken cancellationToken)
    {
        try
        {
            await inbound.SaveAsync([body], cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            Log.NotSaved(logger, body.Item.Channel, body.RawId, fault.GetType().Name);
            var reason = $"What was read could not be saved ({fault.GetType().Name}); report it and retry after the fix.";
            await inbound.SaveAsync([body with { Found = new NormalisedBody([], [new UnreadableItem("$", "not_saved", reason)]) }], cancellationToken);
        }
    }

    private static ReadBody Unreadable(UnreadBody body, string code, string reason) =>
        new(body.RawId, body.Item, new NormalisedBody([], [new UnreadableItem("$", code, reason)])) { Waited = body.Waited, IsNew = body.IsNew };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Reading pauses for a moment: {Fault}.")]
        public static partial void Paused(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Error, "The reader of {Channel} failed on body {RawId} with {Fault}; the body is quarantined.")]
        public static partial void ReaderFailed(ILogger logger, string channel, Guid rawId, string fault);

        [LoggerMessage(3, LogLevel.Error, "What was read from body {RawId} of {Channel} could not be saved ({Fault}); the body is quarantined.")]
        public static partial void NotSaved(ILogger logger, string channel, Guid rawId, string fault);
    }
}
