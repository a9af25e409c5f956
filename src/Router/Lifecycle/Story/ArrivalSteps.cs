using System.Security.Cryptography;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>What came in: stored bodies, what was read from them, what could not be read, words and files of the citizen.</summary>
internal sealed class ArrivalSteps(RawArchive archive)
{
    public async Task<IReadOnlyList<StoryStep>> ReadAsync(HubDbContext db, Report report, CancellationToken cancellationToken)
    {
        var added = await db.Set<Contribution>().AsNoTracking().Where(row => row.ReportId == report.Id).ToListAsync(cancellationToken);
        var files = await db.Set<Attachment>().AsNoTracking().Where(row => row.ReportId == report.Id)
            .Select(row => new { row.Id, row.MediaType, row.Size, row.Sha256, row.State, row.Attempts, row.Fault }).ToListAsync(cancellationToken);
        List<Guid> bodies = [.. added.Select(row => row.RawId).Append(report.RawId).OfType<Guid>().Distinct()];
        var raw = await db.Set<RawBody>().AsNoTracking().Where(row => bodies.Contains(row.Id) || (row.EditOf != null && bodies.Contains(row.EditOf.Value))).ToListAsync(cancellationToken);
        var troubles = await db.Set<QuarantineEntry>().AsNoTracking().Where(row => row.RawId != null && bodies.Contains(row.RawId.Value))
            .Select(row => new { row.Id, row.At, row.Code, row.Reason, row.Channel, row.Settled, row.SettledBy, row.SettledAt }).ToListAsync(cancellationToken);

        return
        [
            .. raw.Select(Body),
            .. troubles.Select(row => new StoryStep(row.At, StoryKinds.Trouble, row.Channel, $"{row.Code}: {row.Reason}", "quarantine", Steps.Ref(row.Id))
            {
                Facts = Steps.Facts(("settled", row.Settled), ("settledBy", row.SettledBy), ("settledAt", row.SettledAt)),
            }),
            Read(report, raw),
            .. added.Select(row => new StoryStep(Steps.MadeAt(row.Id), StoryKinds.Contribution, report.Channel, report.Restricted ? RestrictedWords.Hidden : row.Text, "contributions", Steps.Ref(row.Id))
            {
                Facts = Steps.Facts(("kind", row.Kind), ("externalId", row.ExternalId), ("occurredAt", row.OccurredAt), ("rawId", row.RawId)),
            }),
            .. files.Select(row => new StoryStep(Steps.MadeAt(row.Id), StoryKinds.File, report.Channel, $"Berkas {row.MediaType}.", "attachments", Steps.Ref(row.Id))
            {
                Facts = Steps.Facts(("state", row.State), ("size", row.Size), ("sha256", row.Sha256), ("attempts", row.Attempts), ("fault", row.Fault)),
            }),
        ];
    }

    private StoryStep Body(RawBody row) => new(row.ReceivedAt, StoryKinds.Raw, row.Channel, "Data mentah disimpan sebelum dibaca.", "raw_bodies", Steps.Ref(row.Id))
    {
        Facts = Steps.Facts(("account", row.Account), ("sha256", Hash(row)), ("contentType", row.ContentType), ("editOf", row.EditOf)),
    };

    /// <summary>Of the bytes as they came; a sealed row says nothing of itself.</summary>
    private string Hash(RawBody row) => Convert.ToHexStringLower(SHA256.HashData(archive.Open(row).Body.Span));

    private static StoryStep Read(Report report, IReadOnlyList<RawBody> raw) => new(
        Steps.MadeAt(report.Id), StoryKinds.Report, report.Channel, $"Dibaca sebagai laporan {report.Number}.", "reports", Steps.Ref(report.Id))
    {
        Facts = Steps.Facts(
            ("externalId", report.ExternalId), ("publicReference", report.PublicReference), ("contentVersion", report.ContentVersion), ("version", report.Version),
            ("class", report.Class), ("category", report.Category), ("receivedAt", report.ReceivedAt), ("channelWord", report.ChannelWord), ("rawId", report.RawId),
            ("raw", report.RawId is { } id && raw.All(row => row.Id != id) ? "removed because its time is over" : null), ("reporterRef", report.Anonymous ? null : report.ReporterRef)),
    };
}
