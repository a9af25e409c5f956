using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Mode api: a status becomes an action (A1 to A4) or a follow-up that the citizen reads (CHANNELS 6.1).</summary>
internal sealed partial class Sp4nLaporStatusSink(ISp4nLaporClient client, Sp4nLaporReader reader, TimeProvider clock, ILogger<Sp4nLaporStatusSink> logger) : IStatusSink
{
    private const int LongestNote = 4000;

    /// <summary>How far LAPOR!'s clock may be behind ours when an entry is known by its note alone.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public string Channel => Sp4nLaporChannel.Name;

    public ChannelCapabilities Capabilities { get; } = new(Sp4nLaporStatusMap.Shown, NeedsReporter: false, LongestNote);

    public async Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        return Sp4nLaporStatusMap.FromHub.TryGetValue(status.State, out var step)
            ? await PushAsync(status, step, cancellationToken)
            : new SyncResult.Rejected("not_shown", $"LAPOR! has no step for {status.State}.");
    }

    private async Task<SyncResult> PushAsync(OutboundStatus status, Sp4nLaporStep step, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(status, step, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.NotFound => new SyncResult.Rejected("not_found", "LAPOR! does not show this report to us any more; it was withdrawn or moved."),
                HttpStatusCode.Conflict => await DecideAgainAsync(status, step, response, cancellationToken),
                HttpStatusCode.UnprocessableEntity => new SyncResult.Rejected("invalid", $"LAPOR! refuses {await FieldsAsync(response, cancellationToken)}."),
                _ => HttpFailure.Judge(response, clock) ?? Receipt(response, step, await response.Content.ReadAsByteArrayAsync(cancellationToken)),
            };
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return HttpFailure.Judge(fault);
        }
    }

    public async Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken) =>
        await reader.FollowUpsAsync(status.ExternalId, null, cancellationToken) switch
        {
            Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Read { Value: var entries } => Find(status, entries),
            Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed { Status: HttpStatusCode.NotFound } => new ReadBackResult.Absent(),
            Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed failed => new ReadBackResult.Unavailable(failed.Reason, failed.RetryAfter),
            var other => throw new InvalidOperationException($"The reader gave {other.GetType().Name}, which is not in its list."),
        };

    private Task<HttpResponseMessage> SendAsync(OutboundStatus status, Sp4nLaporStep step, CancellationToken cancellationToken)
    {
        var operation = Sp4nLaporOperationId.Write(status.OperationId);
        return step.Action is { } action
            ? client.ActAsync(status.ExternalId, new Sp4nLaporAction(operation, action, status.PublicNote, Addressee(status)), cancellationToken)
            : client.AddFollowUpAsync(status.ExternalId, new Sp4nLaporFollowUp(operation, status.PublicNote, step.Done), cancellationToken);
    }

    /// <summary>The unit that takes it on, or the agency that it should go to (A3).</summary>
    private static string? Addressee(OutboundStatus status) => status.State is ReportState.NotOurs ? status.Addressee : status.UnitName ?? status.UnitCode;

    /// <summary>The report moved meanwhile, or the first attempt arrived after all; the log knows which.</summary>
    private async Task<SyncResult> DecideAgainAsync(OutboundStatus status, Sp4nLaporStep step, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = await CodeAsync(response, cancellationToken);
        switch (await ReadBackAsync(status, cancellationToken))
        {
            case ReadBackResult.Found found:
                return new SyncResult.Delivered(found.ExternalReference);
            case ReadBackResult.Absent when step.Instead is { } other:
                return await PushAsync(status, step with { Action = other, Instead = null }, cancellationToken);
            case ReadBackResult.Absent:
                Log.Refused(logger, status.ExternalId, Channel, code);
                return new SyncResult.Rejected(code, $"LAPOR! does not allow this in the report's present state ({code}).");
            default:
                return new SyncResult.Unknown("LAPOR! answered 409 and its log could not be read.");
        }
    }

    /// <summary>
    /// A web page in the place of a receipt is the error or login page of LAPOR!'s PHP: it comes before anything is done.
    /// A receipt that is cut comes after, so it may have happened.
    /// </summary>
    private static SyncResult Receipt(HttpResponseMessage response, Sp4nLaporStep step, byte[] body)
    {
        if (!HttpFailure.IsJson(response) && body.AsSpan().TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8))
        {
            return new SyncResult.Unavailable("The answer is a web page, not a receipt.", WholeChannel: true);
        }

        using var receipt = JsonReading.TryParse(body);
        return receipt?.RootElement.Words("id") is { } id
            ? new SyncResult.Delivered($"{(step.Action is null ? "followup" : "action")}:{id}")
            : new SyncResult.Unknown("The receipt is cut or has no id.");
    }

    private static ReadBackResult Find(OutboundStatus status, IReadOnlyList<JsonElement> entries)
    {
        var agency = entries.Where(entry => entry.Words("role") is "agency").ToList();
        var found = agency.FirstOrDefault(entry => Sp4nLaporOperationId.Read(entry.Words("operation_id")) == status.OperationId);
        if (found.ValueKind is JsonValueKind.Undefined)
        {
            found = agency.FirstOrDefault(entry => IsSameNote(entry, status));
        }

        return found.ValueKind is JsonValueKind.Undefined
            ? new ReadBackResult.Absent()
            : new ReadBackResult.Found($"followup:{found.Words("id") ?? "?"}");
    }

    /// <summary>For a server that does not keep operation ids: the same words, written since the status arose.</summary>
    private static bool IsSameNote(JsonElement entry, OutboundStatus status) =>
        entry.IsWhole()
        && !entry.Has("operation_id")
        && Sp4nLaporTime.Read(entry, "at")?.At >= status.OccurredAt - Skew
        && Sp4nLaporWords.OneLine(entry.Words("note")) is { } note
        && note == Sp4nLaporWords.OneLine(status.PublicNote);

    private static async Task<string> CodeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return body?.RootElement.Words("code") is { } code && FixedWord.IsMatch(code) ? code : "conflict";
    }

    /// <summary>Names of the fields only: their messages may repeat what the citizen or the unit wrote.</summary>
    private static async Task<string> FieldsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (body is null)
        {
            return "the call";
        }

        var named = body.RootElement.Child("errors") is { } members ? members.EnumerateObject().Select(member => member.Name) : [];
        var listed = body.RootElement.Each("errors").Select(error => error.Words("field"));
        var fields = string.Join(", ", named.Concat(listed).OfType<string>().Where(field => FixedWord.IsMatch(field)).Take(10));
        return fields.Length > 0 ? $"the fields {fields}" : "the call";
    }

    /// <summary>Letters only: digits could be a telephone number.</summary>
    [GeneratedRegex("^[a-z_.]{1,40}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FixedWord { get; }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Channel} refused a status of {ExternalId} in its present state: {Code}.")]
        public static partial void Refused(ILogger logger, string externalId, string channel, string code);
    }
}
