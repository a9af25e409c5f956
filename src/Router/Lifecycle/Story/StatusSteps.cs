using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>What the channel was told, what came of it, and the proof that it shows it.</summary>
internal static class StatusSteps
{
    public static async Task<IReadOnlyList<StoryStep>> ReadAsync(HubDbContext db, Report report, CancellationToken cancellationToken)
    {
        var told = await db.Set<LedgerEntry>().AsNoTracking().Where(row => row.ReportId == report.Id).ToListAsync(cancellationToken);
        var seen = await db.Set<StatusSighting>().AsNoTracking().Where(row => row.ReportId == report.Id).ToListAsync(cancellationToken);
        return
        [
            .. told.Select(row => new StoryStep(Steps.MadeAt(row.Id), StoryKinds.Status, row.UnitCode ?? "hub", report.Restricted && !row.IsWordedByHub ? RestrictedWords.Hidden : row.PublicNote, "status_ledger", Steps.Ref(row.Id))
            {
                State = row.State,
                Facts = Steps.Facts(
                    ("operationId", row.Id), ("channel", row.Channel), ("sequence", row.Sequence), ("occurredAt", row.OccurredAt), ("wordedByHub", row.IsWordedByHub),
                    ("outcome", row.Outcome), ("attempts", row.Attempts), ("fault", row.Fault)),
            }),
            .. told.Where(row => row.SettledAt is not null).Select(row => new StoryStep(
                row.SettledAt!.Value, StoryKinds.Outcome, row.Channel, $"Hasil di kanal: {row.Outcome}.", "status_ledger", Steps.Ref(row.Id))
            {
                State = row.State,
                Facts = Steps.Facts(
                    ("operationId", row.Id), ("outcome", row.Outcome), ("attempts", row.Attempts), ("blindRepeats", row.BlindRepeats), ("externalReference", row.ExternalReference),
                    ("externalVersion", row.ExternalVersion), ("receipt", row.Receipt), ("fault", row.Fault)),
            }),
            .. seen.Select(row => new StoryStep(
                row.SeenAt ?? row.AskedAt, StoryKinds.Sighting, "hub", row.SeenAt is null ? "Kanal ditanya; status belum terlihat di sana." : "Status terlihat di kanal.", "status_sightings", Steps.Ref(row.OperationId))
            {
                Facts = Steps.Facts(("operationId", row.OperationId), ("askedAt", row.AskedAt), ("seenAt", row.SeenAt), ("repeatedAt", row.RepeatedAt)),
            }),
        ];
    }
}
