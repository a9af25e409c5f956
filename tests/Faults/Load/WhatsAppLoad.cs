using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Hub.Faults.Ledgers;
using Hub.Simulators.WhatsApp;

namespace Hub.Faults.Load;

/// <summary>
/// Meta's half towards the hub: each notification leaves at its own time whatever the hub does, and is sent again until it
/// is answered 200. Only then, and after the ledger has it on disk, does the report count as accepted.
/// </summary>
internal sealed class WhatsAppLoad(WhatsAppSimulator simulator, Uri webhook, DrillLedgers ledgers, TimeProvider clock) : IDisposable
{
    private const int Remembered = 400;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(8);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, ConnectTimeout = TimeSpan.FromSeconds(3) }) { Timeout = TimeSpan.FromSeconds(15) };
    private readonly Queue<byte[]> recent = new();
    private int open;

    /// <summary>Notifications that the hub has not taken yet.</summary>
    public int Open => Volatile.Read(ref open);

    public Uri Webhook => webhook;

    /// <summary>Bodies that the hub has taken, the newest last.</summary>
    public IReadOnlyList<byte[]> Recent
    {
        get
        {
            lock (recent)
            {
                return [.. recent];
            }
        }
    }

    public async Task SendAsync(PlannedReport report, (string Phone, string Name) citizen, CancellationToken cancellationToken)
    {
        var words = report.Place.Length == 0 ? report.Text : $"{report.Text}\n({report.Place})";
        var photo = report.Photo ? Picture(report.Number) : null;
        var (wamid, body) = simulator.Compose(new WhatsAppCitizen(citizen.Phone, citizen.Name), words, photo);
        var externalId = ExternalId(wamid);
        await ledgers.Sent.AppendAsync(new SentReport(clock.GetUtcNow(), "whatsapp", externalId, citizen.Phone, report.Number, report.Scenario)
        {
            Photo = photo is null ? null : Convert.ToHexStringLower(SHA256.HashData(photo)),
        });
        Interlocked.Increment(ref open);
        await UntilTakenAsync(body, cancellationToken);
        await ledgers.Accepted.AppendAsync(new AcceptedReport(clock.GetUtcNow(), "whatsapp", externalId));
        Interlocked.Decrement(ref open);
        Remember(body);
        if (report.Doubled)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(report.Number % 7 * 300), clock, cancellationToken);
            await UntilTakenAsync(body, cancellationToken);
        }
    }

    /// <summary>One attempt, signed as Meta signs.</summary>
    /// <returns>0 when no answer came.</returns>
    public Task<int> PostAsync(byte[] body, CancellationToken cancellationToken) =>
        PostAsync(new ByteArrayContent(body), WhatsAppWire.Signature(simulator.Settings.AppSecret, body), cancellationToken);

    /// <summary>One attempt with any content and any signature, or none.</summary>
    public async Task<int> PostAsync(HttpContent content, string? signature, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook) { Content = content };
        request.Content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return 0;
        }
    }

    /// <summary>What the hub must call the message, worked out from Meta's ids alone.</summary>
    public string ExternalId(string wamid) =>
        $"wa-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{simulator.Settings.PhoneNumberId}:{wamid}")))[..24]}";

    public void Dispose() => http.Dispose();

    private async Task UntilTakenAsync(byte[] body, CancellationToken cancellationToken)
    {
        for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            var (at, started) = (clock.GetUtcNow(), Stopwatch.GetTimestamp());
            var status = await PostAsync(body, cancellationToken);
            ledgers.Note(new WebhookAttempt(at, Stopwatch.GetElapsedTime(started).TotalMilliseconds, status));
            if (status == 200)
            {
                return;
            }

            await Task.Delay(wait * (0.7 + (0.6 * Random.Shared.NextDouble())), clock, cancellationToken);
        }
    }

    /// <summary>Of about 60 KB; no two are alike.</summary>
    private static byte[] Picture(int number)
    {
        var bytes = new byte[60_000 + (number % 7 * 1000)];
        new Random(Seeds.Of(number, 7)).NextBytes(bytes);
        ReadOnlySpan<byte> start = [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0];
        start.CopyTo(bytes);
        return bytes;
    }

    private void Remember(byte[] body)
    {
        lock (recent)
        {
            recent.Enqueue(body);
            if (recent.Count > Remembered)
            {
                recent.Dequeue();
            }
        }
    }
}
