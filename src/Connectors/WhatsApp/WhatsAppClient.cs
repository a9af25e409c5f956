using System.Net.Http.Headers;
using System.Text.Json;

namespace Hub.Connectors.WhatsApp;

/// <summary>Meta's Graph endpoints, one method each.</summary>
internal interface IWhatsAppClient
{
    Task<HttpResponseMessage> SendAsync(string phoneNumberId, WhatsAppSend message, CancellationToken cancellationToken);

    Task<HttpResponseMessage> DescribeMediaAsync(string phoneNumberId, string mediaId, CancellationToken cancellationToken);

    Task<HttpResponseMessage> DescribeNumberAsync(string phoneNumberId, CancellationToken cancellationToken);

    Task<HttpResponseMessage> ListSubscribedAppsAsync(string businessAccountId, CancellationToken cancellationToken);
}

internal sealed class WhatsAppClient(HttpClient http) : IWhatsAppClient
{
    public async Task<HttpResponseMessage> SendAsync(string phoneNumberId, WhatsAppSend message, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(message, WhatsAppJson.Default.WhatsAppSend));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        return await http.PostAsync(new Uri($"{Escaped(phoneNumberId)}/messages", UriKind.Relative), content, cancellationToken);
    }

    public Task<HttpResponseMessage> DescribeMediaAsync(string phoneNumberId, string mediaId, CancellationToken cancellationToken) =>
        GetAsync($"{Escaped(mediaId)}?phone_number_id={Escaped(phoneNumberId)}", cancellationToken);

    public Task<HttpResponseMessage> DescribeNumberAsync(string phoneNumberId, CancellationToken cancellationToken) =>
        GetAsync($"{Escaped(phoneNumberId)}?fields=id", cancellationToken);

    public Task<HttpResponseMessage> ListSubscribedAppsAsync(string businessAccountId, CancellationToken cancellationToken) =>
        GetAsync($"{Escaped(businessAccountId)}/subscribed_apps", cancellationToken);

    private Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken) =>
        http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);

    private static string Escaped(string part) => Uri.EscapeDataString(part);
}
