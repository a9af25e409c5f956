using System.Net;
using System.Net.Http.Headers;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.WhatsApp;

/// <summary>The second step of a media fetch: the bytes, with the same token, up to a limit and within a time.</summary>
internal sealed class WhatsAppMediaDownload(HttpClient http, WhatsAppMediaHosts hosts, IOptions<WhatsAppOptions> options, TimeProvider clock)
{
    /// <returns>Null when the address has run out (404): ask for a new one.</returns>
    public async Task<AttachmentResult?> FetchAsync(Uri address, string mediaType, long limit, CancellationToken cancellationToken)
    {
        if (!hosts.Allows(address))
        {
            // An operator can add the host while the media still live.
            return new AttachmentResult.Unavailable($"The media host {address.Host} is not in Channels:WhatsApp:MediaHosts, or the address is not plain https.");
        }

        using var deadline = new CancellationTokenSource(options.Value.MediaTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.AccessToken);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound => null,
            HttpStatusCode.Gone => new AttachmentResult.Gone("The media are gone (410)."),
            HttpStatusCode.OK => await ReadAsync(response, mediaType, limit, either.Token),
            var code => new AttachmentResult.Unavailable($"The media host answered {(int)code}.", RetryAfter.Read(response, clock)),
        };
    }

    private static async Task<AttachmentResult> ReadAsync(HttpResponseMessage response, string mediaType, long limit, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (bytes.Length + count > limit)
            {
                return TooLarge(limit);
            }

            bytes.Write(buffer, 0, count);
        }

        return new AttachmentResult.Content(bytes.ToArray(), mediaType);
    }

    private static AttachmentResult.Gone TooLarge(long limit) => new($"Larger than {limit} bytes.");
}
