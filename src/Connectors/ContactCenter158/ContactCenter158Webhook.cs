using System.Globalization;
using System.Text;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.ContactCenter158;

/// <summary>
/// A signed wake-up of 158 (CHANNELS 3.5.5). Its body is checked and not read: the poll that follows brings the truth,
/// so a repeat, a wrong order or a loss does no harm.
/// </summary>
internal sealed partial class ContactCenter158Webhook(
    IOptions<ContactCenter158Options> options, IPollSignal signal, TimeProvider clock, ILogger<ContactCenter158Webhook> logger)
{
    private const int LargestBody = 64 * 1024;
    private const int LongestDelivery = 100;
    private const int MostSignatures = 4;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public async Task<IResult> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (options.Value.WebhookSecrets.Count is 0)
        {
            return Results.NotFound();
        }

        if (await RequestBody.ReadAsync(request, LargestBody, cancellationToken) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (WhyRefused(request.Headers, body) is { } reason)
        {
            Log.Refused(logger, ContactCenter158Options.Channel, reason);
            return Results.Unauthorized();
        }

        signal.Wake(ContactCenter158Options.Channel);
        return Results.Accepted();
    }

    private string? WhyRefused(IHeaderDictionary headers, byte[] body)
    {
        var timestamp = headers["X-CC158-Timestamp"].ToString();
        var delivery = headers["X-CC158-Delivery"].ToString();
        if (delivery.Length is 0 or > LongestDelivery || !IsRecent(timestamp))
        {
            return "it is older or newer than five minutes, or does not say when it was sent";
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}.{delivery}."), .. body];
        return Signatures(headers["X-CC158-Signature"].ToString()).Any(hex => HmacHex.Matches(options.Value.WebhookSecrets, signed, hex))
            ? null
            : "no signature matches";
    }

    private bool IsRecent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Window;

    private static IEnumerable<string> Signatures(string header) =>
        header.Split(',', MostSignatures + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(MostSignatures)
            .Where(part => part.StartsWith("v1=", StringComparison.Ordinal))
            .Select(part => part[3..]);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A wake-up of {Channel} was refused: {Reason}.")]
        public static partial void Refused(ILogger logger, string channel, string reason);
    }
}
