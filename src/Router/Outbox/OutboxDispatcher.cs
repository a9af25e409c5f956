using System.Collections.Concurrent;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Outbox;

/// <summary>
/// Brings saved messages to the broker: at once from memory, and from the table whatever memory lost. Messages of one
/// report leave in order; a message that fails holds back only its own report.
/// </summary>
internal sealed partial class OutboxDispatcher(
    HubStore store, OutboxQueue queue, OutboxSender sender, OutboxSettlement settlement, OutboxSweep sweep, TimeProvider clock, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int Batch = 256;
    private const int InFlight = 256;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    /// <summary>Those of each report in the order in which they leave; of a long line only its beginning.</summary>
    internal static readonly SetStatement Waiting = new(
        """
        SELECT o.order_key, o.id FROM unnest($1::uuid[]) AS w (key)
        CROSS JOIN LATERAL (SELECT * FROM outbox AS m WHERE m.order_key = w.key ORDER BY m.sequence, m.id LIMIT 64) AS o
        """,
        "SELECT order_key, id FROM outbox WHERE order_key = @p0 ORDER BY sequence, id LIMIT 64");

    private bool wasGone;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sweepFrom = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var batch = await InTurnAsync(await TakeAsync(sweepFrom, stoppingToken), stoppingToken);
                if (clock.GetUtcNow() >= sweepFrom)
                {
                    var due = await sweep.FindAsync(stoppingToken);
                    batch.AddRange(due.ExceptBy(batch.Select(message => message.Id), message => message.Id));

                    // A full sweep means that more is due: a backlog leaves at the broker's speed.
                    sweepFrom = clock.GetUtcNow() + (due.Count < OutboxSweep.Most ? SweepEvery : TimeSpan.Zero);
                }

                await DispatchAsync(batch, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Log.Paused(logger, fault.GetType().Name);
                await Task.Delay(SweepEvery, clock, stoppingToken);
            }
        }
    }

    private async Task<List<OutboxMessage>> TakeAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
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
                return [];
            }
        }

        var batch = new List<OutboxMessage>(Batch);
        while (batch.Count < Batch && queue.Reader.TryRead(out var message))
        {
            batch.Add(message);
        }

        return batch;
    }

    /// <summary>
    /// What memory brought and whose turn it is. A message before which another of its report still waits in the table is
    /// left to the sweep: that one failed, did not fit into memory, or belongs to another process or to a life before.
    /// </summary>
    private async Task<List<OutboxMessage>> InTurnAsync(List<OutboxMessage> batch, CancellationToken cancellationToken)
    {
        var keys = batch.Where(message => !message.StandsAlone).Select(message => message.OrderKey).Distinct().ToArray();
        if (keys.Length == 0)
        {
            return batch;
        }

        var waiting = await store.ReadAsync(
            (db, token) => db.AskAsync((Waiting, [keys]), static row => (Report: row.GetGuid(0), Id: row.GetGuid(1)), token), cancellationToken);
        var mine = batch.Select(message => message.Id).ToHashSet();
        var (inTurn, held) = (new HashSet<Guid>(), new HashSet<Guid>());
        foreach (var (report, id) in waiting)
        {
            // In their order: the first that is not ours holds all behind it.
            _ = !held.Contains(report) && mine.Contains(id) ? inTurn.Add(id) : held.Add(report);
        }

        return batch.FindAll(message => message.StandsAlone || inTurn.Contains(message.Id));
    }

    private async Task DispatchAsync(List<OutboxMessage> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var sent = new ConcurrentBag<Guid>();
        var failed = new ConcurrentBag<(OutboxMessage Message, Exception Fault)>();
        var brokerGone = false;
        try
        {
            // A broker that was gone is asked with one message: many would hang, each with its body (RELIABILITY A5).
            foreach (var reports in batch.GroupBy(message => message.OrderKey).Chunk(wasGone ? 1 : InFlight))
            {
                await Task.WhenAll(reports.Select(report => SendInOrderAsync(report.OrderBy(message => message.Sequence).ThenBy(message => message.Id))));
            }

            await settlement.SaveAsync([.. sent], [.. failed], cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The hub stops: what has left is struck off, so that the next life does not send it again.
            await settlement.SaveAsync([.. sent], [], CancellationToken.None).WaitAsync(LastWord, clock, CancellationToken.None);
            throw;
        }

        wasGone = brokerGone;
        if (brokerGone)
        {
            Log.BrokerGone(logger, batch.Count - sent.Count);
            await Task.Delay(SweepEvery, clock, cancellationToken);
        }

        async Task SendInOrderAsync(IEnumerable<OutboxMessage> report)
        {
            foreach (var message in report)
            {
                if (Volatile.Read(ref brokerGone))
                {
                    // Not tried, so not failed: it is due as soon as the broker is back.
                    return;
                }

                try
                {
                    await sender.SendAsync(message, cancellationToken);
                    sent.Add(message.Id);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    failed.Add((message, fault));
                    brokerGone |= OutboxSender.IsBrokerGone(fault);
                    return;
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Dispatching pauses for a moment: {Fault}.")]
        public static partial void Paused(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Warning, "The broker does not take messages; {Count} wait in the outbox.")]
        public static partial void BrokerGone(ILogger logger, int count);
    }
}
