using System.Net;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Hub.Connectors.UnitWebhook;

/// <summary>
/// What a unit's answer means. Never Unknown: the receiver drops repeats by webhook-id, so an attempt whose outcome was lost may simply be
/// made again. A wrong credential or path is the unit's deployment and heals; what the unit says about the message itself does not.
/// </summary>
internal static class UnitWebhookAnswer
{
    public static SyncResult Judge(string messageId, HttpResponseMessage response, TimeProvider clock) => response.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new SyncResult.Delivered(messageId),
        HttpStatusCode.Gone => new SyncResult.Rejected("gone", "The unit has closed this address (410); ask the unit for its new one."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound =>
            Unavailable(response, clock, "The unit's server does not know our call; its address or secret may be out of date"),
        HttpStatusCode.RequestTimeout => Unavailable(response, clock, "The unit's server gave up waiting"),
        HttpStatusCode.TooManyRequests => Unavailable(response, clock, "The unit's server asks us to slow down"),
        >= HttpStatusCode.InternalServerError => Unavailable(response, clock, "The unit's server failed"),
        >= HttpStatusCode.BadRequest => new SyncResult.Rejected($"http_{(int)response.StatusCode}", $"The unit's server refuses this message ({(int)response.StatusCode})."),
        _ => Unavailable(response, clock, "The unit's server redirects, which is not followed; give its final address"),
    };

    public static SyncResult Judge(Exception fault) => fault switch
    {
        HttpRequestException { InnerException: AddressRefusedException } => new SyncResult.Rejected(
            "address_refused", $"The unit's address leads into a private network; if that is meant, add its host to {UnitWebhookOptions.Section}:AllowedPrivateHosts."),
        BrokenCircuitException => new SyncResult.Unavailable("The unit's server keeps failing and is left alone for a moment.", WholeChannel: true),
        TimeoutRejectedException or OperationCanceledException => new SyncResult.Unavailable("No answer from the unit's server within the time limit.", WholeChannel: true),
        _ => new SyncResult.Unavailable("The unit's server cannot be reached, or its answer was lost.", WholeChannel: true),
    };

    private static SyncResult.Unavailable Unavailable(HttpResponseMessage response, TimeProvider clock, string reason) =>
        new($"{reason} ({(int)response.StatusCode}).", RetryAfter.Read(response, clock), WholeChannel: true);
}
