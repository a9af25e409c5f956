using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Units;

/// <summary>Pushes stored CloudEvents to units' webhooks, in order for each report; the receiver drops repeats by id.</summary>
internal sealed partial class UnitDeliveries(
    HubStore store, IUnitEndpoint endpoint, UnitGates gates, UnitWebhooks webhooks, IOptions<UnitOptions> options, TimeProvider clock, ILogger<UnitDeliveries> logger)
{
    private const string Moved = "moved";

    /// <summary>The sweep leaves a new delivery to its hint for so long: longer than a call that is under way in another process takes.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Guid, bool> underWay = new();

    /// <summary>Pushes a delivery that is open and first of its report, and what stood behind it. One that is under way is left to who has it: the sweep and the hint may meet.</summary>
    public async Task PushAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        for (Guid? next = deliveryId; next is { } id;)
        {
            next = await PushOneAsync(id, cancellationToken);
        }
    }

    /// <summary>The fault lies in the way to the unit, not in this event, which waits until the way is mended.</summary>
    public static bool IsOfTheWay(SyncResult result) => result is SyncResult.Rejected { Code: "gone" or "address_refused" or "secret_unusable" };

    /// <returns>What stood behind it, once it is settled.</returns>
    private async Task<Guid?> PushOneAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        if (!underWay.TryAdd(deliveryId, true))
        {
            return null;
        }

        try
        {
            return await PushOpenAsync(deliveryId, cancellationToken) is { } settled ? await BehindAsync(settled, cancellationToken) : null;
        }
        finally
        {
            underWay.TryRemove(deliveryId, out _);
        }
    }

    /// <summary>Its own hint came while the one before it was under way. One that failed before keeps its pause.</summary>
    private async Task<Guid?> BehindAsync(UnitDelivery settled, CancellationToken cancellationToken) => await store.ReadAsync(
        (db, token) => OpenHeads(db).Where(row => row.ReportId == settled.ReportId && row.Unit == settled.Unit && row.Attempts == 0)
            .OrderBy(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(token),
        cancellationToken);

    /// <returns>The delivery when it is taken or given up; null when it waits.</returns>
    private async Task<UnitDelivery?> PushOpenAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        var delivery = await store.ReadAsync((db, token) => OpenHeads(db).FirstOrDefaultAsync(row => row.Id == deliveryId, token), cancellationToken);
        if (delivery is null || !options.Value.Deliveries.TryGetValue(delivery.Unit, out var way) || way.Address is null || await webhooks.IsDisabledAsync(delivery.Unit, cancellationToken))
        {
            return null;
        }

        if (!await IsOwnAsync(delivery, cancellationToken))
        {
            await SettleAsync(delivery, new SyncResult.Rejected(Moved, "The report is not with this unit any more."), cancellationToken);
            return delivery;
        }

        var gate = gates.Of(delivery.Unit);
        if (!await gate.EnterAsync(cancellationToken))
        {
            return null;
        }

        string[] secrets = way.PreviousSecret is { } previous ? [way.Secret!, previous] : [way.Secret!];
        var push = new UnitPush(delivery.Id.ToString(), way.Address, secrets, System.Text.Encoding.UTF8.GetBytes(delivery.Body));
        SyncResult? result = null;
        try
        {
            result = await TryAsync(push, cancellationToken);
        }
        finally
        {
            gate.Leave(answered: result is SyncResult.Delivered or SyncResult.Rejected);
        }

        await SettleAsync(delivery, result, cancellationToken);
        await webhooks.NoteAsync(delivery.Unit, result, cancellationToken);
        return result is SyncResult.Delivered or SyncResult.Rejected && !IsOfTheWay(result) ? delivery : null;
    }

    /// <summary>The words of a report that went elsewhere while they waited are nobody's business there any more. Other events, which also superiors get, hold none.</summary>
    private async Task<bool> IsOwnAsync(UnitDelivery delivery, CancellationToken cancellationToken) => !UnitEvents.HoldsWords(delivery.Body)
        || await store.ReadAsync((db, token) => db.Set<Report>().AnyAsync(report => report.Id == delivery.ReportId && report.Unit == delivery.Unit, token), cancellationToken);

    /// <summary>An endpoint that throws is a bug of ours; the delivery waits its turn and its neighbours go on.</summary>
    private async Task<SyncResult> TryAsync(UnitPush push, CancellationToken cancellationToken)
    {
        try
        {
            return await endpoint.PushAsync(push, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new SyncResult.Unknown($"The push failed with {fault.GetType().Name}.");
        }
    }

    /// <summary>Undelivered events that no earlier undelivered event of the same report and unit stands before.</summary>
    private static IQueryable<UnitDelivery> OpenHeads(HubDbContext db)
    {
        var open = db.Set<UnitDelivery>().AsNoTracking().Where(row => row.DeliveredAt == null && row.RefusedAt == null);
        return open.Where(row => !open.Any(earlier => earlier.ReportId == row.ReportId && earlier.Unit == row.Unit && earlier.Sequence < row.Sequence));
    }

    /// <summary>What is due at units that can be reached and are not in <paramref name="busy"/>.</summary>
    public async Task<List<DueDelivery>> DueAsync(int most, IReadOnlyCollection<string> busy, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        // Of a unit that changed to another way nothing is due, or its old events would fill the list.
        var units = options.Value.Deliveries.Where(way => way.Value.Address is not null).Select(way => way.Key)
            .Except(busy).Except(await webhooks.DisabledAsync(cancellationToken)).Where(unit => gates.Of(unit).IsOpen).ToList();
        return await store.ReadAsync(
            (db, token) => OpenHeads(db).Where(row => row.NextAt <= now && units.Contains(row.Unit))
                .OrderBy(row => row.NextAt).ThenBy(row => row.Id).Select(row => new DueDelivery(row.Id, row.Unit)).Take(most).ToListAsync(token),
            cancellationToken);
    }

    private async Task SettleAsync(UnitDelivery delivery, SyncResult result, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (reason, pause) = result switch
        {
            // The webhook is switched off by this answer, and what it answered waits for the new address.
            SyncResult.Rejected { Code: "gone" } gone => ($"{gone.Code}: {gone.Reason}", Longest),
            SyncResult.Unavailable away => (away.Reason, away.RetryAfter ?? Backoff.After(delivery.Attempts, First, Longest)),
            SyncResult.Rejected way when IsOfTheWay(way) => ($"{way.Code}: {way.Reason}", Backoff.After(delivery.Attempts, First, Longest)),
            SyncResult.Unknown unknown => (unknown.Reason, Backoff.After(delivery.Attempts, First, Longest)),
            SyncResult.Rejected rejected => ($"{rejected.Code}: {rejected.Reason}", TimeSpan.Zero),
            _ => (null, TimeSpan.Zero),
        };
        DateTimeOffset? deliveredAt = result is SyncResult.Delivered ? now : null;
        DateTimeOffset? refusedAt = result is SyncResult.Rejected && !IsOfTheWay(result) ? now : null;
        var next = now + pause;
        var fault = reason is null ? null : IdentityMask.OneLine(reason);
        await store.WriteAsync(
            (write, token) => write.Db.Set<UnitDelivery>().Where(row => row.Id == delivery.Id && row.DeliveredAt == null).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.DeliveredAt, deliveredAt).SetProperty(row => row.RefusedAt, refusedAt)
                    .SetProperty(row => row.NextAt, next).SetProperty(row => row.Attempts, row => row.Attempts + 1).SetProperty(row => row.Fault, fault),
                token),
            cancellationToken);
        if (refusedAt is not null && result is not SyncResult.Rejected { Code: Moved })
        {
            Log.Refused(logger, delivery.Unit, delivery.ReportId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The webhook of {Unit} will not take report {ReportId}; the unit finds it at the API.")]
        public static partial void Refused(ILogger logger, string unit, Guid reportId);
    }
}

/// <summary>A delivery whose time has come.</summary>
internal readonly record struct DueDelivery(Guid Id, string Unit);

/// <summary>Takes the hint that a unit has something to get.</summary>
internal sealed class DeliverToUnitConsumer(UnitDeliveries deliveries) : IConsumer<DeliverToUnit>
{
    public Task Consume(ConsumeContext<DeliverToUnit> context) => deliveries.PushAsync(context.Message.DeliveryId, context.CancellationToken);
}
