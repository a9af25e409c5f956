using System.Text.Json;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>What units were sent and what they said, by event ids. The words themselves are in the history.</summary>
internal static class UnitSteps
{
    public static async Task<IReadOnlyList<StoryStep>> ReadAsync(HubDbContext db, Guid reportId, CancellationToken cancellationToken)
    {
        var queued = await db.Set<UnitEvent>().AsNoTracking().Where(row => row.ReportId == reportId).ToListAsync(cancellationToken);
        var pushed = await db.Set<UnitDelivery>().AsNoTracking().Where(row => row.ReportId == reportId).ToListAsync(cancellationToken);
        var said = await db.Set<UnitMessage>().AsNoTracking().Where(row => row.ReportId == reportId).ToListAsync(cancellationToken);
        var leaving = await db.Set<OutboxMessage>().AsNoTracking().Where(row => row.OrderKey == reportId)
            .Select(row => new { row.Id, row.Queue, row.MessageType, row.CreatedAt, row.Attempts, row.Refusals, row.ParkedAt, row.Fault }).ToListAsync(cancellationToken);
        return
        [
            .. queued.Select(row => new StoryStep(row.CreatedAt, StoryKinds.UnitEvent, "hub", $"Dikirim ke antrean {row.Unit}.", "unit_events", Steps.Ref(row.Id))
            {
                Facts = Steps.Facts(("type", TypeOf(row.Body)), ("unit", row.Unit), ("sequence", row.Sequence), ("resends", row.Resends)),
            }),
            .. pushed.Select(row => new StoryStep(row.CreatedAt, StoryKinds.UnitDelivery, "hub", $"Dikirim ke webhook {row.Unit}.", "unit_deliveries", Steps.Ref(row.Id))
            {
                Facts = Steps.Facts(
                    ("type", TypeOf(row.Body)), ("unit", row.Unit), ("sequence", row.Sequence), ("attempts", row.Attempts), ("deliveredAt", row.DeliveredAt), ("refusedAt", row.RefusedAt), ("fault", row.Fault)),
            }),
            .. said.Select(row => new StoryStep(row.At, StoryKinds.UnitWord, row.Unit, $"Kabar unit diterima: {row.Answer}.", "unit_messages", Steps.Ref(row.Unit, row.EventId))
            {
                Facts = Steps.Facts(("eventId", row.EventId), ("answer", row.Answer), ("sha256", row.BodyHash)),
            }),
            .. leaving.Select(row => new StoryStep(row.CreatedAt, StoryKinds.Leaving, "hub", $"Menunggu dikirim ke {row.Queue}.", "outbox", Steps.Ref(row.Id))
            {
                Facts = Steps.Facts(("type", row.MessageType), ("attempts", row.Attempts), ("refusals", row.Refusals), ("parkedAt", row.ParkedAt), ("fault", row.Fault)),
            }),
        ];
    }

    private static string? TypeOf(string body)
    {
        using var read = JsonDocument.Parse(body);
        return read.RootElement.ValueKind is JsonValueKind.Object && read.RootElement.TryGetProperty("type", out var type) ? type.GetString() : null;
    }
}
