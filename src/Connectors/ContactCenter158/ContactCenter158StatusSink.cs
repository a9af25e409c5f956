using System.Globalization;
using System.Net;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.ContactCenter158;

/// <summary>Pushes a status to its ticket (CHANNELS 3.5.4). The operation id is both Idempotency-Key and update_id, so a repeat is the same update.</summary>
internal sealed partial class ContactCenter158StatusSink(IContactCenter158Client client, TimeProvider clock, ILogger<ContactCenter158StatusSink> logger) : IStatusSink
{
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    public string Channel => ContactCenter158Options.Channel;

    public ChannelCapabilities Capabilities { get; } = new([.. ContactCenter158StatusMap.ToChannel.Keys.Order()], NeedsReporter: false, LongestNote: 4000);

    public async Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        if (!ContactCenter158StatusMap.ToChannel.TryGetValue(status.State, out var word))
        {
            return new SyncResult.Rejected("state_not_shown", $"Contact Center 158 has no word for {status.State}.");
        }

        if (word is "resolved" or "rejected" && string.IsNullOrWhiteSpace(status.PublicNote))
        {
            return new SyncResult.Rejected("note_missing", "Contact Center 158 wants a text that the citizen may read with an answer or a refusal.");
        }

        try
        {
            var update = ToUpdate(status, word);
            return await SendAsync(status, update, Version(status.ExternalVersion), cancellationToken)
                ?? await DecideAgainAsync(status, update, cancellationToken);
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return HttpFailure.Judge(fault);
        }
    }

    public async Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.ReadEventsAsync(status.ExternalId, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound)
            {
                return new ReadBackResult.Absent();
            }

            using var body = response.IsSuccessStatusCode ? JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken)) : null;

            // Only a list can prove that something is not in it.
            return body?.RootElement is { ValueKind: JsonValueKind.Object } root && root.Has("events")
                ? Find(root, UpdateId(status))
                : new ReadBackResult.Unavailable($"The answer ({(int)response.StatusCode}) was not a list of events.", RetryAfter.Read(response, clock));
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return new ReadBackResult.Unavailable($"The channel cannot be asked ({fault.GetType().Name}).");
        }
    }

    /// <returns>Null for 412: the ticket has moved on.</returns>
    private async Task<SyncResult?> SendAsync(OutboundStatus status, ContactCenter158StatusUpdate update, long? version, CancellationToken cancellationToken)
    {
        using var response = await client.SendStatusAsync(status.ExternalId, update, version, cancellationToken);
        using var body = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));

        switch (response.StatusCode)
        {
            case HttpStatusCode.PreconditionFailed:
                return null;
            case HttpStatusCode.NotFound:
                return new SyncResult.Rejected("unknown_ticket", "Contact Center 158 does not know the ticket (404).");
            case HttpStatusCode.Conflict:
                Log.SameKeyOtherBody(logger, status.ReportNumber, Channel, status.ExternalId);
                return new SyncResult.Rejected("key_reused", "Contact Center 158 has another status under the same operation (409); this is a fault of the hub.");
            case HttpStatusCode.UnprocessableEntity:
                return new SyncResult.Rejected(Code(body) ?? "http_422", "Contact Center 158 does not allow this status for the ticket as it stands (422).");
        }

        return HttpFailure.Judge(response, clock) ?? Receipt(update, body);
    }

    /// <summary>An operator was quicker (412): read, and repeat once under the same key when the status still makes sense.</summary>
    private async Task<SyncResult> DecideAgainAsync(OutboundStatus status, ContactCenter158StatusUpdate update, CancellationToken cancellationToken)
    {
        // What moved the version may be our own update whose answer was lost longer ago than keys are kept.
        if (await ReadBackAsync(status, cancellationToken) is ReadBackResult.Found found)
        {
            return new SyncResult.Delivered(found.ExternalReference, found.ExternalVersion);
        }

        using var response = await client.ReadTicketAsync(status.ExternalId, cancellationToken);
        using var body = response.IsSuccessStatusCode ? JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken)) : null;

        if (body?.RootElement.Whole("version") is not { } version || !IsOpenFor(body.RootElement, update.Status))
        {
            return new SyncResult.Unavailable("The ticket changed meanwhile and is not open for this status; it is decided again after the next poll.", RetryAfter.Read(response, clock));
        }

        return await SendAsync(status, update, version, cancellationToken)
            ?? new SyncResult.Unavailable("The ticket changed twice while we wrote (412).");
    }

    private static bool IsOpenFor(JsonElement ticket, string word) =>
        ticket.Flag("deleted") is not true
        && ticket.Words("status") is { } current
        && ContactCenter158StatusMap.Allows(current, word);

    // A page of a proxy comes with 200 too; only the new version proves the write.
    private static SyncResult Receipt(ContactCenter158StatusUpdate update, JsonDocument? body) =>
        body?.RootElement.Whole("version") is { } version
            ? new SyncResult.Delivered(update.UpdateId, version.ToString(CultureInfo.InvariantCulture))
            : new SyncResult.Unknown("The answer was not a receipt.");

    private static ReadBackResult Find(JsonElement root, string updateId)
    {
        foreach (var one in root.Each("events"))
        {
            if (string.Equals(one.Text("update_id"), updateId, StringComparison.OrdinalIgnoreCase))
            {
                return new ReadBackResult.Found(updateId, one.Whole("version")?.ToString(CultureInfo.InvariantCulture));
            }
        }

        return new ReadBackResult.Absent();
    }

    private static ContactCenter158StatusUpdate ToUpdate(OutboundStatus status, string word) => new(
        UpdateId(status),
        word,
        status.PublicNote,
        InternalNote: null,
        StatusReason: word is "rejected" ? Reason(status) : null,
        ResolutionText: word is "resolved" ? status.PublicNote : null,
        status.UnitCode is { } code ? new ContactCenter158Unit(code, status.UnitName) : null,
        [new ContactCenter158Reference("hub", status.ReportNumber)],
        status.OccurredAt.ToOffset(Wib));

    private static string Reason(OutboundStatus status) =>
        status.Addressee is { Length: > 0 } addressee && !status.PublicNote.Contains(addressee, StringComparison.OrdinalIgnoreCase)
            ? $"{status.PublicNote} Instansi yang disarankan: {addressee}."
            : status.PublicNote;

    private static string UpdateId(OutboundStatus status) => status.OperationId.ToString("D");

    private static long? Version(string? known) =>
        long.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    // Their word goes into reports and metrics, so it must look like a word; digits could be a telephone number.
    private static string? Code(JsonDocument? body) =>
        body?.RootElement.Words("code") is { Length: <= 60 } code && code.All(letter => char.IsAsciiLetter(letter) || letter is '_') ? code : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Report {ReportId} was refused by {Channel} for {ExternalId}: the same operation carried another body before.")]
        public static partial void SameKeyOtherBody(ILogger logger, string reportId, string channel, string externalId);
    }
}
