using System.Text;
using Hub.Contracts.Messages;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Outbox;

/// <summary>Names of the hub's queues. Everything goes to a queue by name, so that nothing is published into the void.</summary>
public static class HubQueues
{
    public const string RouteReport = "hub.route-report";
    public const string UnitStatus = "hub.unit-status";
    public const string DeliverToUnit = "hub.deliver-to-unit";
    public const string Canary = "hub.canary";
    public const string Dead = "hub.dead";

    /// <summary>Holds nothing: while it is there, the broker remembers what it was given (RELIABILITY F7).</summary>
    public const string Memory = "hub.memory";

    private const string UnitStart = "unit.";
    private const string UnitEnd = ".inbox";

    public static string PassOnStatus(string channel) => $"hub.pass-on-status.{channel}";

    public static string UnitInbox(string unit) => UnitStart + unit + UnitEnd;

    /// <returns>The unit whose inbox it is, or null.</returns>
    public static string? UnitOf(string queue) =>
        queue.StartsWith(UnitStart, StringComparison.Ordinal) && queue.EndsWith(UnitEnd, StringComparison.Ordinal) ? queue[UnitStart.Length..^UnitEnd.Length] : null;
}

/// <summary>Makes the outbox row of each message.</summary>
internal sealed class BusMessages(HubIds ids, TimeProvider clock)
{
    private const string Json = "application/json";

    /// <summary>Reports that one hint names.</summary>
    private const int MostTogether = 64;

    public const string CloudEventsJson = "application/cloudevents+json";

    /// <summary>Larger things travel by reference (RELIABILITY A10).</summary>
    public const int MostBytes = 256 * 1024;

    public OutboxMessage ReportReceived(Guid reportId, string channel, long version) =>
        Row(HubQueues.RouteReport, nameof(Contracts.Messages.ReportReceived), RouterJson.Write(new ReportReceived(reportId, channel)), (reportId, version));

    public OutboxMessage PassOnStatus(Guid reportId, string channel, long version) =>
        Row(HubQueues.PassOnStatus(channel), nameof(Contracts.Messages.PassOnStatus), RouterJson.Write(new PassOnStatus(reportId, channel)), (reportId, version));

    /// <summary>One message for many new reports of a channel: it is the first of each, so it stands in no order.</summary>
    public IEnumerable<OutboxMessage> ReportsReceived(IEnumerable<(Guid Report, long Version)> reports, string channel) => reports.Chunk(MostTogether).Select(some => some is [var only]
        ? ReportReceived(only.Report, channel, only.Version)
        : Row(HubQueues.RouteReport, nameof(Contracts.Messages.ReportReceived), RouterJson.Write(new ReportReceived(some[0].Report, channel) { Others = Behind(some) }), (ids.Next(), 1)));

    /// <summary>One hint for many reports of a channel: the ledger holds their order, so the hint may stand in none.</summary>
    public List<OutboxMessage> PassOnStatuses(IReadOnlyList<(Guid Report, long Version)> told, string channel) =>
    [
        .. told.DistinctBy(each => each.Report).Chunk(MostTogether).Select(some => some is [var only]
            ? PassOnStatus(only.Report, channel, only.Version)
            : Row(HubQueues.PassOnStatus(channel), nameof(Contracts.Messages.PassOnStatus), RouterJson.Write(new PassOnStatus(some[0].Report, channel) { Others = Behind(some) }), (ids.Next(), 1))),
    ];

    public OutboxMessage DeliverToUnit(Guid deliveryId, string unit, (Guid Report, long Version) order) =>
        Row(HubQueues.DeliverToUnit, nameof(Contracts.Messages.DeliverToUnit), RouterJson.Write(new DeliverToUnit(deliveryId, unit)), order);

    /// <summary>A CloudEvent for a unit's own queue; the event's id is the message's.</summary>
    public OutboxMessage UnitEvent(string unit, Guid eventId, string body, (Guid Report, long Version) order) =>
        Row(HubQueues.UnitInbox(unit), "cloudevent", body, order) with { Id = eventId, ContentType = CloudEventsJson };

    private static List<Guid> Behind((Guid Report, long Version)[] some) => [.. some.Skip(1).Select(each => each.Report)];

    private OutboxMessage Row(string queue, string type, string body, (Guid Key, long Sequence) order) => new()
    {
        Id = ids.Next(),
        Queue = queue,
        MessageType = type,
        ContentType = Json,
        Body = Fitting(queue, body),
        OrderKey = order.Key,
        Sequence = order.Sequence,
        CreatedAt = clock.GetUtcNow(),
        NextAt = clock.GetUtcNow() + OutboxSweep.Young,
    };

    /// <summary>A body that the bus does not take is a mistake of the one who wrote it, found before anything is saved.</summary>
    private static string Fitting(string queue, string body) => Encoding.UTF8.GetByteCount(body) <= MostBytes
        ? body
        : throw new InvalidOperationException($"A message for {queue} is larger than {MostBytes} bytes; send a reference to what is large.");
}
