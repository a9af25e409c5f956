using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Hub.Simulators.ContactCenter158;

/// <summary>Tells the hub that a ticket changed, signed and without personal data (CHANNELS 3.5.5).</summary>
internal sealed class WakeUpSender(ContactCenter158SimulatorSettings settings, FaultDial dial, TimeProvider clock) : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly Channel<Ticket> waiting = Channel.CreateUnbounded<Ticket>();
    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private Task running = Task.CompletedTask;
    private int accepted;

    public Uri? HubAddress { get; set; }

    public int Accepted => accepted;

    public void Start() => running = RunAsync(stopping.Token);

    public void Tell(Ticket ticket)
    {
        if (HubAddress is not null)
        {
            waiting.Writer.TryWrite(ticket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        http.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var ticket in waiting.Reader.ReadAllAsync(cancellationToken))
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { Event = "ticket.updated", ticket.TicketNo, ticket.Version }, TicketJson.Options);
            var delivery = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
            foreach (var copy in dial.Disturb([delivery]))
            {
                await DeliverAsync(copy, body, cancellationToken);
            }
        }
    }

    private async Task DeliverAsync(string delivery, byte[] body, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1 << attempt), clock, cancellationToken);
            }

            if (await IsTakenAsync(delivery, body, cancellationToken))
            {
                Interlocked.Increment(ref accepted);
                return;
            }
        }
    }

    private async Task<bool> IsTakenAsync(string delivery, byte[] body, CancellationToken cancellationToken)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(settings.WebhookSecret), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}.{delivery}."), .. body]);

        using var request = new HttpRequestMessage(HttpMethod.Post, HubAddress);
        request.Headers.Add("X-CC158-Delivery", delivery);
        request.Headers.Add("X-CC158-Timestamp", timestamp);
        request.Headers.Add("X-CC158-Signature", $"v1={Convert.ToHexStringLower(signed)}");
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
