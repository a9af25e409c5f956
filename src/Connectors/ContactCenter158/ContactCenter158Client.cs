using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Hub.Connectors.ContactCenter158;

/// <summary>The ticket feed of 158, one method an endpoint (CHANNELS 3.5.3, 3.5.4). Answers come back as they are; who asked judges them.</summary>
internal interface IContactCenter158Client
{
    Task<HttpResponseMessage> ReadChangesAsync(ContactCenter158Position position, int limit, CancellationToken cancellationToken);

    Task<HttpResponseMessage> ReadTicketAsync(string ticketNo, CancellationToken cancellationToken);

    Task<HttpResponseMessage> ReadEventsAsync(string ticketNo, CancellationToken cancellationToken);

    /// <param name="version">Writes only while the ticket still has this version; null writes in any case.</param>
    Task<HttpResponseMessage> SendStatusAsync(string ticketNo, ContactCenter158StatusUpdate update, long? version, CancellationToken cancellationToken);

    Task<HttpResponseMessage> ReadAttachmentAsync(string ticketNo, string attachmentId, CancellationToken cancellationToken);

    Task<HttpResponseMessage> ReadCodesAsync(CancellationToken cancellationToken);

    /// <summary>Counts of a day, and a hash over its tickets and their versions.</summary>
    Task<HttpResponseMessage> ReadSummaryAsync(DateOnly day, CancellationToken cancellationToken);
}

internal sealed class ContactCenter158Client(HttpClient http) : IContactCenter158Client
{
    public Task<HttpResponseMessage> ReadChangesAsync(ContactCenter158Position position, int limit, CancellationToken cancellationToken)
    {
        var start = position switch
        {
            { Cursor: { } cursor } => $"cursor={Uri.EscapeDataString(cursor)}&",
            { Since: { } since } => $"since={Uri.EscapeDataString(since.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture))}&",
            _ => "",
        };

        return http.GetAsync(string.Create(CultureInfo.InvariantCulture, $"v1/tickets/changes?{start}limit={limit}"), cancellationToken);
    }

    public Task<HttpResponseMessage> ReadTicketAsync(string ticketNo, CancellationToken cancellationToken) =>
        http.GetAsync(Path(ticketNo), cancellationToken);

    public Task<HttpResponseMessage> ReadEventsAsync(string ticketNo, CancellationToken cancellationToken) =>
        http.GetAsync($"{Path(ticketNo)}/events", cancellationToken);

    public async Task<HttpResponseMessage> SendStatusAsync(string ticketNo, ContactCenter158StatusUpdate update, long? version, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Path(ticketNo)}/status-updates");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(update, ContactCenter158Json.Default.ContactCenter158StatusUpdate));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("Idempotency-Key", update.UpdateId);
        if (version is { } known)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{known}\"")));
        }

        return await http.SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> ReadAttachmentAsync(string ticketNo, string attachmentId, CancellationToken cancellationToken) =>
        http.GetAsync($"{Path(ticketNo)}/attachments/{Uri.EscapeDataString(attachmentId)}", cancellationToken);

    public Task<HttpResponseMessage> ReadCodesAsync(CancellationToken cancellationToken) =>
        http.GetAsync("v1/codes", cancellationToken);

    public Task<HttpResponseMessage> ReadSummaryAsync(DateOnly day, CancellationToken cancellationToken) =>
        http.GetAsync($"v1/summary?date={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", cancellationToken);

    private static string Path(string ticketNo) => $"v1/tickets/{Uri.EscapeDataString(ticketNo)}";
}
