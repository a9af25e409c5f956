using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Conformance.Reference;

internal sealed class ReferenceSink(Fault fault, ReferenceWire wire, TimeProvider clock) : IStatusSink
{
    private int attempts;

    public string Channel => "rujukan";

    public ChannelCapabilities Capabilities { get; } = new([ReportState.InProgress, ReportState.Answered, ReportState.Closed], NeedsReporter: false, LongestNote: 500);

    public async Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        if (!Capabilities.Shows.Contains(status.State) && fault is not Fault.DefaultState)
        {
            return new SyncResult.Rejected("not_shown", $"The channel has no word for {status.State}.");
        }

        try
        {
            var (response, body) = await SendAsync(status, cancellationToken);
            using (response)
            {
                return Judge(response, body);
            }
        }
        catch (ReferenceNoTokenException)
        {
            return fault is Fault.TokenOutageIsRejected ? new SyncResult.Rejected("no_token", "There is no token.") : new SyncResult.Unavailable("There is no token.", WholeChannel: true);
        }
        catch (HttpRequestException lost)
        {
            return Judge(lost);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested || fault is Fault.StopIsUnavailable)
        {
            return fault is Fault.TimeOutIsUnavailable || cancellationToken.IsCancellationRequested ? new SyncResult.Unavailable("No answer in time.", WholeChannel: true) : new SyncResult.Unknown("No answer in time.");
        }
    }

    public async Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        try
        {
            var (response, body) = await wire.SendAsync(HttpMethod.Get, $"reports/{status.ExternalId}/statuses", null, cancellationToken);
            using (response)
            {
                return response.IsSuccessStatusCode ? Find(body, status) : Failed((int)response.StatusCode);
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or ReferenceNoTokenException)
        {
            return new ReadBackResult.Unavailable("The channel cannot be asked.");
        }
    }

    private async Task<(HttpResponseMessage Response, byte[] Body)> SendAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        var operation = status.OperationId.ToString("D") + (fault is Fault.NewOperationEachTime && ++attempts > 1 ? $"-{attempts}" : "");
        var note = fault is Fault.CutsNotes && status.PublicNote.Length > 100 ? status.PublicNote[..100] : status.PublicNote;
        using var content = new StringContent(new JsonObject { ["operation"] = operation, ["note"] = note, ["state"] = $"{status.State}" }.ToJsonString(), Encoding.UTF8, "application/json");
        var path = $"reports/{status.ExternalId}/statuses";
        try
        {
            return await wire.SendAsync(HttpMethod.Post, path, content, cancellationToken);
        }
        catch (HttpRequestException) when (fault is Fault.RepeatsWrites)
        {
            return await wire.SendAsync(HttpMethod.Post, path, content, cancellationToken);
        }
    }

    private SyncResult Judge(HttpResponseMessage response, byte[] body) => (int)response.StatusCode switch
    {
        200 => Receipt(body),
        401 or 403 => new SyncResult.Unavailable("The channel refuses our credential.", WholeChannel: fault is not Fault.CredentialHoldsOneReport),
        429 or 503 => new SyncResult.Unavailable(
            "The channel asks us to wait.",
            ReferenceRetry.Read(response, clock, (fault is Fault.PushIgnoresSeconds, fault is Fault.PushIgnoresDate)),
            WholeChannel: fault is not Fault.ThrottleHoldsOneReport),
        >= 500 => fault is Fault.ServerErrorIsUnavailable ? new SyncResult.Unavailable("The channel failed.") : new SyncResult.Unknown("The channel failed; it may have happened."),
        404 when fault is Fault.BadReportStopsChannel => new SyncResult.Unavailable("The channel does not know the report.", WholeChannel: true),
        400 when fault is Fault.RefusalIsTriedAgain => new SyncResult.Unavailable("The channel refused."),
        var code => new SyncResult.Rejected($"http_{code}", fault is Fault.OutcomeQuotesTheAnswer ? $"The channel said {Encoding.UTF8.GetString(body)}" : $"The channel answered {code}."),
    };

    private SyncResult Judge(HttpRequestException lost) => lost.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => fault is Fault.RefusedConnectionIsUnknown ? new SyncResult.Unknown("No connection.") : new SyncResult.Unavailable("No connection.", WholeChannel: true),
        _ => fault is Fault.LostAnswerIsUnavailable ? new SyncResult.Unavailable("No answer.", WholeChannel: true) : new SyncResult.Unknown("The answer was lost."),
    };

    private SyncResult Receipt(byte[] body) =>
        fault is Fault.StatusCodeProves ? new SyncResult.Delivered("200")
        : ReferenceWire.Object(body)?.TryGetProperty("id", out var id) is true ? new SyncResult.Delivered(fault is Fault.DeliversWithoutReference ? "" : id.GetString()!)
        : new SyncResult.Unknown("The answer is no receipt.");

    private ReadBackResult Failed(int code) => code is 502 && fault is Fault.BrokenGatewayIsAbsent
        ? new ReadBackResult.Absent()
        : new ReadBackResult.Unavailable($"The channel answered {code}.");

    private ReadBackResult Find(byte[] body, OutboundStatus status)
    {
        if (ReferenceWire.Object(body) is not { } log || !log.TryGetProperty("items", out var items) || items.ValueKind is not JsonValueKind.Array)
        {
            return fault is Fault.ReadBackBelievesAnyAnswer ? new ReadBackResult.Absent() : new ReadBackResult.Unavailable("The answer is no log.");
        }

        var wanted = fault is Fault.ReadBackComparesCase ? status.OperationId.ToString("D").ToUpperInvariant() : status.OperationId.ToString("D");
        return items.EnumerateArray().Any(entry => fault is Fault.ReadBackTakesAnyEntry || entry.GetProperty("operation").GetString() == wanted)
            ? new ReadBackResult.Found(wanted)
            : new ReadBackResult.Absent();
    }
}

internal sealed class ReferenceProbe(Fault fault, ReferenceWire wire) : IChannelProbe
{
    public string Channel => "rujukan";

    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (response, body) = await wire.SendAsync(HttpMethod.Get, "ping", null, cancellationToken);
            using (response)
            {
                return Judge((int)response.StatusCode, body);
            }
        }
        catch (Exception away) when (away is ReferenceNoTokenException || (away is HttpRequestException && fault is not Fault.ProbeThrows))
        {
            return fault is Fault.ProbeIgnoresCredential && away is ReferenceNoTokenException ? null : "The channel cannot be reached.";
        }
    }

    private string? Judge(int status, byte[] body) => status switch
    {
        _ when fault is Fault.ProbeNeverContent => "The channel is not to be trusted.",
        401 => fault is Fault.ProbeIgnoresCredential ? null : "The channel refuses our credential.",
        200 => fault is Fault.ProbeBelievesAnyPage || ReferenceWire.Object(body) is not null ? null : "The channel answers with a web page.",
        _ => $"The channel answers {status}.",
    };
}
