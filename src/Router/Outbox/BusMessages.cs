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

    /// <summary>In the place of the content type: the body is in that table. It is no media type, so that a hub that does not know it cannot send the row empty.</summary>
    public const string InUnitEvents = "unit_events";

    /// <summary>Larger things travel by reference (RELIABILITY A10).</summary>
    public const int MostBytes = 256 * 1024;

    public OutboxMessage ReportReceived(Guid reportId, string channel, long version) => RouteReport(new ReportReceived(reportId, channel), (reportId, version));

    public OutboxMessage PassOnStatus(Guid reportId, string channel, long version) => PassOn(new PassOnStatus(reportId, channel), (reportId, version));

    /// <summary>One message for many new reports of a channel: it is the first of each, so it stands in no order.</summary>
    public IEnumerable<OutboxMessage> ReportsReceived(IEnumerable<Report> reports) => reports.GroupBy(report => report.Channel).SelectMany(channel =>
        channel.Select(report => (Report: report.Id, report.Version)).Chunk(MostTogether).Select(some => RouteReport(new ReportReceived(some[0].Report, channel.Key) { Others = Behind(some) }, Order(some))));

    /// <summary>One hint for many reports of a channel: the ledger holds their order, so the hint may stand in none.</summary>
    public IEnumerable<OutboxMessage> PassOnStatuses(IEnumerable<LedgerEntry> told) => told.GroupBy(row => row.Channel).SelectMany(channel =>
        channel.Select(row => (Report: row.ReportId, Version: row.Sequence)).DistinctBy(each => each.Report).Chunk(MostTogether)
            .Select(some => PassOn(new PassOnStatus(some[0].Report, channel.Key) { Others = Behind(some) }, Order(some))));

    public OutboxMessage DeliverToUnit(Guid deliveryId, string unit, (Guid Report, long Version) order) =>
        Row(HubQueues.DeliverToUnit, nameof(Contracts.Messages.DeliverToUnit), RouterJson.Write(new DeliverToUnit(deliveryId, unit)), order);

    /// <summary>A CloudEvent for a unit's own queue; the event's id is the message's.</summary>
    public OutboxMessage UnitEvent(string unit, Guid eventId, string body, (Guid Report, long Version) order) =>
        Row(HubQueues.UnitInbox(unit), "cloudevent", body, order) with { Id = eventId, ContentType = CloudEventsJson };

    private static List<Guid>? Behind((Guid Report, long Version)[] some) => some.Length > 1 ? [.. some.Skip(1).Select(each => each.Report)] : null;

    private static (Guid Report, long Version)? Order((Guid Report, long Version)[] some) => some is [var only] ? only : null;

    private OutboxMessage RouteReport(ReportReceived report, (Guid Report, long Version)? order) =>
        Row(HubQueues.RouteReport, nameof(Contracts.Messages.ReportReceived), RouterJson.Write(report), order);

    private OutboxMessage PassOn(PassOnStatus told, (Guid Report, long Version)? order) =>
        Row(HubQueues.PassOnStatus(told.Channel), nameof(Contracts.Messages.PassOnStatus), RouterJson.Write(told), order);

    /// <param name="order">Null for a message that stands alone.</param>
    private OutboxMessage Row(string queue, string type, string body, (Guid Key, long Sequence)? order)
    {
        var (id, now) = (ids.Next(), clock.GetUtcNow());
        return new()
        {
            Id = id,
            Queue = queue,
            MessageType = type,
            ContentType = Json,
            Body = Fitting(queue, body),
            OrderKey = order?.Key ?? id,
            Sequence = order?.Sequence ?? 1,
            CreatedAt = now,
            NextAt = now + OutboxSweep.Young,
        };
    }

    /// <summary>A body that the bus does not take is a mistake of the one who wrote it, found before anything is saved.</summary>
    private static string Fitting(string queue, string body) => Encoding.UTF8.GetByteCount(body) <= MostBytes
        ? body
        : throw new InvalidOperationException($"A message for {queue} is larger than {MostBytes} bytes; send a reference to what is large.");
}
