using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.ContactCenter158;

/// <summary>
/// Walks the feed since a time, beside the poll and with a cursor of its own, asks for single tickets, and holds a day against
/// its summary (CHANNELS 3.5.3). The feed has no end by time: it is walked until 158 says that there is no more.
/// </summary>
internal sealed class ContactCenter158Audit(IContactCenter158Client client, IOptions<ContactCenter158Options> options, TimeProvider clock) : IDigestedAudit
{
    private readonly ContactCenter158Normaliser normaliser = new();

    public string Channel => ContactCenter158Options.Channel;

    public string Account => options.Value.Account;

    public async Task<AuditResult> ListAsync(AuditWindow window, string? cursor, CancellationToken cancellationToken)
    {
        var place = cursor is null ? new ContactCenter158Position(null, null, window.From) : new ContactCenter158Position(cursor, null);
        try
        {
            using var response = await client.ReadChangesAsync(place, options.Value.PageSize, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var refusal = HttpFailure.ForRead(response, clock);
                return new AuditResult.Unavailable(refusal.Reason, refusal.RetryAfter);
            }

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return !HttpFailure.IsJson(response) || ContactCenter158Page.TryRead(body) is not { } page
                ? new AuditResult.Unavailable("The answer was not a page of the change feed.", RetryAfter.Read(response, clock))
                : ToPage(page, cursor);
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return new AuditResult.Unavailable(HttpFailure.ForRead(fault).Reason);
        }
    }

    public async Task<AuditFind> FindAsync(string externalId, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.ReadTicketAsync(externalId, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return new AuditFind.NotShown();
            }

            var bytes = response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(cancellationToken) : [];
            using var body = JsonReading.TryParse(bytes);
            return body is not null && ToEntry(body.RootElement) is { } entry && entry.ExternalId == externalId
                ? new AuditFind.Shown(entry, [ContactCenter158Poller.ToRaw(body.RootElement, Account, clock.GetUtcNow())])
                : new AuditFind.Unavailable($"The answer ({(int)response.StatusCode}) was not the ticket that was asked for.", RetryAfter.Read(response, clock));
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return new AuditFind.Unavailable(HttpFailure.ForRead(fault).Reason);
        }
    }

    public async Task<DigestResult> CompareAsync(DateOnly day, IReadOnlyList<AuditedVersion> held, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.ReadSummaryAsync(day, cancellationToken);
            using var body = response.IsSuccessStatusCode ? JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken)) : null;
            if (body?.RootElement.Words("sha256") is not { } theirs)
            {
                return new DigestResult.Unavailable($"The answer ({(int)response.StatusCode}) was not a summary of a day.", RetryAfter.Read(response, clock));
            }

            return string.Equals(theirs, Digest(held), StringComparison.OrdinalIgnoreCase) ? new DigestResult.Agrees() : new DigestResult.Differs();
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return new DigestResult.Unavailable(HttpFailure.ForRead(fault).Reason);
        }
    }

    private AuditResult ToPage(ContactCenter158Page page, string? asked)
    {
        if (page.HasMore && page.NextCursor == asked)
        {
            return new AuditResult.Unavailable("The feed announces more changes without moving its cursor, so its end is not known.");
        }

        return new AuditResult.Page([.. page.Items.Select(ToEntry).OfType<AuditEntry>()], page.HasMore ? page.NextCursor : null);
    }

    /// <summary>By the same reader as intake, so that an equal version means equal content.</summary>
    /// <returns>Null for an item without a number: nothing can be said of it, and the poll quarantines it.</returns>
    private AuditEntry? ToEntry(JsonElement ticket)
    {
        if (ticket.ValueKind is not JsonValueKind.Object || ticket.Words("ticket_no")?.Trim() is not { } number)
        {
            return null;
        }

        var entry = new AuditEntry(number, ticket.Instant("created_at"), ticket.Instant("updated_at"));
        if (ticket.Flag("deleted") is true)
        {
            return entry with { IsGone = true, Word = "deleted", State = ReportState.Withdrawn, ContentVersion = ticket.Words("version") };
        }

        var raw = new RawItem(Channel, Account, JsonMarshal.GetRawUtf8Value(ticket).ToArray(), clock.GetUtcNow());
        return normaliser.Normalise(raw).Items.OfType<InboundReport>().FirstOrDefault() is { } report
            ? entry with { State = report.ChannelState, Word = report.ChannelWord, ContentVersion = report.ContentVersion }
            : entry;
    }

    private static string Digest(IReadOnlyList<AuditedVersion> held)
    {
        var lines = held.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.ExternalId}:{one.ContentVersion}")).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
