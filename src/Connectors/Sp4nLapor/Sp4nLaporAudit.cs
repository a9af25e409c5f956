using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Mode api: walks the feed since a time beside the poll, and asks for single reports with their logs (CHANNELS 6.1).</summary>
internal sealed class Sp4nLaporAudit(Sp4nLaporReader reader, IOptions<Sp4nLaporOptions> options, TimeProvider clock) : IChannelAudit
{
    private readonly Sp4nLaporNormaliser normaliser = new();

    public string Channel => Sp4nLaporChannel.Name;

    public string Account => options.Value.AgencyId!;

    public async Task<AuditResult> ListAsync(AuditWindow window, string? cursor, CancellationToken cancellationToken) =>
        await reader.ReportsSinceAsync(window.From, cursor, options.Value.PageSize, cancellationToken) switch
        {
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Read { Value: { HasMore: true } page } when page.NextCursor is null || page.NextCursor == cursor =>
                new AuditResult.Unavailable("The feed announces more reports without moving its cursor, so its end is not known."),
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Read { Value: var page } =>
                new AuditResult.Page([.. page.Items.Select(ToEntry).OfType<AuditEntry>()], page.HasMore ? page.NextCursor : null),
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed failed => new AuditResult.Unavailable(failed.Reason, failed.RetryAfter),
            var other => throw new InvalidOperationException($"The reader gave {other.GetType().Name}, which is not in its list."),
        };

    public async Task<AuditFind> FindAsync(string externalId, CancellationToken cancellationToken) =>
        await reader.ReportAsync(externalId, cancellationToken) switch
        {
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Read { Value.Items: [var report] } => await WithLogAsync(report, externalId, cancellationToken),
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone } => new AuditFind.NotShown(),
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed failed => new AuditFind.Unavailable(failed.Reason, failed.RetryAfter),
            var other => throw new InvalidOperationException($"The reader gave {other.GetType().Name}, which is not in its list."),
        };

    /// <summary>A report that was missed was missed with what its reporter added.</summary>
    private async Task<AuditFind> WithLogAsync(JsonElement report, string trackingId, CancellationToken cancellationToken)
    {
        switch (await reader.FollowUpsAsync(trackingId, null, cancellationToken))
        {
            case Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Read { Value: var entries }:
                var now = clock.GetUtcNow();
                var added = entries.Where(entry => !Sp4nLaporBodies.IsOurs(entry)).Select(entry => Sp4nLaporBodies.FollowUp(trackingId, entry, Account, now));
                return new AuditFind.Shown(ToEntry(report)!, [Sp4nLaporBodies.Report(report, Account, now), .. added]);
            case Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone }:
                return new AuditFind.NotShown();
            case Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed failed:
                return new AuditFind.Unavailable(failed.Reason, failed.RetryAfter);
            case var other:
                throw new InvalidOperationException($"The reader gave {other.GetType().Name}, which is not in its list.");
        }
    }

    /// <summary>By the same reader as intake, so that an equal version means equal content.</summary>
    /// <returns>Null for an item without a number: nothing can be said of it, and the poll quarantines it.</returns>
    private AuditEntry? ToEntry(JsonElement item)
    {
        if (item.ValueKind is not JsonValueKind.Object || item.Words("tracking_id") is not { } number)
        {
            return null;
        }

        var entry = new AuditEntry(number, Sp4nLaporTime.Read(item, "created_at")?.At, Sp4nLaporTime.Read(item, "updated_at")?.At);
        var raw = new RawItem(Channel, Account, Encoding.UTF8.GetBytes(item.GetRawText()), clock.GetUtcNow());
        return normaliser.Normalise(raw).Items.OfType<InboundReport>().FirstOrDefault() is { } report
            ? entry with { State = report.ChannelState, Word = report.ChannelWord, ContentVersion = report.ContentVersion }
            : entry;
    }
}
