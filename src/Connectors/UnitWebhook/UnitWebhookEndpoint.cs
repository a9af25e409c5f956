using System.Net.Http.Headers;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.UnitWebhook;

internal sealed partial class UnitWebhookEndpoint(
    HttpClient client, IOptions<UnitWebhookOptions> options, TimeProvider clock, ILogger<UnitWebhookEndpoint> logger) : IUnitEndpoint
{
    public async Task<SyncResult> PushAsync(UnitPush push, CancellationToken cancellationToken)
    {
        var result = AddressFault(push.Address) ?? await SendAsync(push, cancellationToken);
        if (result is SyncResult.Rejected { Code: var code })
        {
            Log.Refused(logger, push.MessageId, push.Address.IsAbsoluteUri ? push.Address.IdnHost : "(no host)", code);
        }

        return result;
    }

    private async Task<SyncResult> SendAsync(UnitPush push, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (StandardWebhookSignature.Sign(push.Secrets, push.MessageId, now, push.Body.Span) is not { } signature)
        {
            return new SyncResult.Rejected("secret_unusable", "The unit has no signing secret, or one that is not whsec_ and base64 of 24 to 64 bytes; make a new one.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, push.Address) { Content = new ReadOnlyMemoryContent(push.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8");
        request.Headers.Add("webhook-id", push.MessageId);
        request.Headers.Add("webhook-timestamp", StandardWebhookSignature.Timestamp(now));
        request.Headers.Add("webhook-signature", signature);

        try
        {
            // Only the head counts: what the unit writes into the body is not read.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return UnitWebhookAnswer.Judge(push.MessageId, response, clock);
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return UnitWebhookAnswer.Judge(fault);
        }
    }

    private SyncResult.Rejected? AddressFault(Uri address) => address switch
    {
        { IsAbsoluteUri: false } => Refused("it is not a whole address"),
        { UserInfo.Length: > 0 } => Refused("it holds a user name"),
        { Scheme: "https" } => null,
        { Scheme: "http" } when options.Value.AllowsPrivate(address.IdnHost) => null,
        _ => Refused("it is not https"),
    };

    private static SyncResult.Rejected Refused(string why) => new("address_refused", $"The unit's address is not used: {why}.");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} was refused at the unit's host {Host}: {Code}.")]
        public static partial void Refused(ILogger logger, string messageId, string host, string code);
    }
}
