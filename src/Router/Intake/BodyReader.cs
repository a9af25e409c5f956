using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake;

/// <summary>
/// Reads durable bodies into reports. A body that cannot be read or saved is quarantined alone; when the store is away
/// the bodies stay unread and the sweep brings them back.
/// </summary>
internal sealed partial class BodyReader(
    HubStore store, ReadingQueue queue, RawArchive archive, InboundWriter inbound, IEnumerable<IReportNormaliser> normalisers, TimeProvider clock, ILogger<BodyReader> logger)
    : BackgroundService
{
    private const int Batch = 64;

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
                    batch.AddRange(await UnreadAsync(batch, stoppingToken));
                    nextSweep = clock.GetUtcNow() + SweepEvery;
                }

                await ReadAsync(batch, stoppingToken);
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
        if (wait > TimeSpan.Zero && !queue.Reader.TryPeek(out _))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(wait);
            try
            {
                await queue.Reader.WaitToReadAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return batch;
            }
        }

        while (batch.Count < Batch && queue.Reader.TryRead(out var body))
        {
            batch.Add(body);
        }

        return batch;
    }

    private async Task<List<UnreadBody>> UnreadAsync(List<UnreadBody> known, CancellationToken cancellationToken)
    {
        // Young bodies are still on their way through the queue; reading one twice would be harmless.
        var before = clock.GetUtcNow() - SweepEvery;
        var mine = byChannel.Keys.ToList();
        var rows = await store.ReadAsync(
            (db, token) => db.Set<RawBody>().AsNoTracking()
                .Where(row => row.ReadAt == null && row.ReceivedAt < before && mine.Contains(row.Channel))
                .OrderBy(row => row.ReceivedAt).Take(Batch).ToListAsync(token),
            cancellationToken);

        var seen = known.Select(body => body.RawId).ToHashSet();
        var unread = new List<UnreadBody>(rows.Count);
        foreach (var row in rows.Where(row => !seen.Contains(row.Id)))
        {
            if (await OpenAsync(row, cancellationToken) is { } body)
            {
                unread.Add(body);
            }
        }

        return unread;
    }

    /// <returns>Null when the seal does not open: the body is put aside and stays in the archive until the key is back.</returns>
    private async Task<UnreadBody?> OpenAsync(RawBody row, CancellationToken cancellationToken)
    {
        try
        {
            return new UnreadBody(row.Id, archive.Open(row));
        }
        catch (SealException fault)
        {
            Log.NotOpened(logger, row.Channel, row.Id);
            var empty = new UnreadBody(row.Id, new RawItem(row.Channel, row.Account, ReadOnlyMemory<byte>.Empty, row.ReceivedAt));
            await inbound.SaveAsync([Unreadable(empty, "not_opened", fault.Message)], cancellationToken);
            return null;
        }
    }

    private async Task ReadAsync(List<UnreadBody> bodies, CancellationToken cancellationToken)
    {
        if (bodies.Count == 0)
        {
            return;
        }

        var read = bodies.ConvertAll(Read);
        try
        {
            await inbound.SaveAsync(read, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            // One of them cannot be saved: each goes alone, so that it holds no neighbour back.
            foreach (var body in read)
            {
                await SaveAloneAsync(body, cancellationToken);
            }
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
            return new ReadBody(body.RawId, body.Item, normaliser.Normalise(body.Item));
        }
        catch (Exception fault)
        {
            Log.ReaderFailed(logger, body.Item.Channel, body.RawId, fault.GetType().Name);
            return Unreadable(body, "reader_failed", $"The reader failed with {fault.GetType().Name}; report it and retry after the fix.");
        }
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
        new(body.RawId, body.Item, new NormalisedBody([], [new UnreadableItem("$", code, reason)]));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Reading pauses for a moment: {Fault}.")]
        public static partial void Paused(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Error, "The reader of {Channel} failed on body {RawId} with {Fault}; the body is quarantined.")]
        public static partial void ReaderFailed(ILogger logger, string channel, Guid rawId, string fault);

        [LoggerMessage(4, LogLevel.Error, "The seal of body {RawId} of {Channel} does not open; the body is quarantined.")]
        public static partial void NotOpened(ILogger logger, string channel, Guid rawId);

        [LoggerMessage(3, LogLevel.Error, "What was read from body {RawId} of {Channel} could not be saved ({Fault}); the body is quarantined.")]
        public static partial void NotSaved(ILogger logger, string channel, Guid rawId, string fault);
    }
}
