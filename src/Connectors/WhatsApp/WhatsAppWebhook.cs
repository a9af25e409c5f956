using System.Security.Cryptography;
using System.Text;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Hub.Connectors.WhatsApp;

/// <summary>
/// Meta's calls to the hub: the handshake (CHANNELS 1.2) and the notifications. A body is durable before 200,
/// since no call exists to fetch a lost one; it is read later.
/// </summary>
internal sealed partial class WhatsAppWebhook(
    WhatsAppSignature signature, IOptions<WhatsAppOptions> options, TimeProvider clock, ILogger<WhatsAppWebhook> logger)
{
    private readonly byte[] verifyToken = Digest(options.Value.VerifyToken);
    private readonly HashSet<string> numbers = [.. options.Value.Numbers.Select(number => number.PhoneNumberId)];
    private readonly string firstNumber = options.Value.Numbers[0].PhoneNumberId;

    public async Task VerifyAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (One(query["hub.mode"]) is not "subscribe" || One(query["hub.challenge"]) is not { Length: > 0 } challenge)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!CryptographicOperations.FixedTimeEquals(Digest(One(query["hub.verify_token"]) ?? string.Empty), verifyToken))
        {
            Log.WrongToken(logger, WhatsAppChannel.Name);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        // The challenge is reflected: as plain text that no browser may take for anything else.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(challenge, context.RequestAborted);
    }

    public async Task<int> ReceiveAsync(HttpRequest request, IChannelInbox inbox, CancellationToken cancellationToken)
    {
        // A body without a header in the right form is refused before it is read.
        var header = request.Headers[WhatsAppSignature.Header];
        if (request.ContentLength > WhatsAppChannel.LargestBody)
        {
            return StatusCodes.Status413PayloadTooLarge;
        }

        if (!WhatsAppSignature.IsWellFormed(header))
        {
            Log.WrongSignature(logger, WhatsAppChannel.Name);
            return StatusCodes.Status401Unauthorized;
        }

        var body = await RequestBody.ReadAsync(request, WhatsAppChannel.LargestBody, cancellationToken);
        if (body is null)
        {
            return StatusCodes.Status413PayloadTooLarge;
        }

        if (!signature.Matches(header, body))
        {
            Log.WrongSignature(logger, WhatsAppChannel.Name);
            return StatusCodes.Status401Unauthorized;
        }

        return body.Length is 0 ? StatusCodes.Status400BadRequest : await StoreAsync(body, inbox, cancellationToken);
    }

    private async Task<int> StoreAsync(byte[] body, IChannelInbox inbox, CancellationToken cancellationToken)
    {
        var item = new RawItem(WhatsAppChannel.Name, WhatsAppAddressee.Find(body, numbers) ?? firstNumber, body, clock.GetUtcNow());
        if (await inbox.StoreAsync(item, cancellationToken) is Stored.Yes or Stored.Twin)
        {
            return StatusCodes.Status200OK;
        }

        Log.NotStored(logger, WhatsAppChannel.Name);
        return StatusCodes.Status503ServiceUnavailable;
    }

    private static string? One(StringValues values) => values is [{ } value] ? value : null;

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A webhook of {Channel} was refused: its signature is missing or wrong. If Meta sent it, check AppSecrets.")]
        public static partial void WrongSignature(ILogger logger, string channel);

        [LoggerMessage(2, LogLevel.Warning, "A handshake of {Channel} was refused: its verify token is wrong.")]
        public static partial void WrongToken(ILogger logger, string channel);

        [LoggerMessage(3, LogLevel.Error, "A webhook of {Channel} could not be stored and was answered 503, so that Meta sends it again.")]
        public static partial void NotStored(ILogger logger, string channel);
    }
}
