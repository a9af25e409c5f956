using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Faults.Tests.PowerLoss;

/// <summary>hub run in its embedded shape, as a process of its own whose writes are traced, and Meta's side of its webhook.</summary>
internal sealed class TracedHub : IAsyncDisposable
{
    public const string Store = "hub.db";
    public const string Secrets = "hub.secrets.json";

    private const string Number = "110000000000158";
    private const string AppSecret = "contoh-app-secret-uji";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);

    private readonly string folder = ServerFolder.Create();
    private readonly TracedProgram program;
    private readonly HttpClient http;
    private readonly ConcurrentQueue<Acknowledged> acknowledged = [];

    private TracedHub()
    {
        var address = $"http://{FreePort.NextEndPoint()}";
        File.WriteAllText(Path.Combine(folder, "hub.json"), Settings(address).ToJsonString());
        program = new TracedProgram(folder, [Store, $"{Store}-wal", $"{Store}-journal", Secrets]);
        http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>Bodies answered 200, with the key of their row.</summary>
    public IReadOnlyList<Acknowledged> Acknowledgements => [.. acknowledged];

    public byte[] SecretBytes => File.ReadAllBytes(Path.Combine(folder, Secrets));

    public static async Task<TracedHub> StartAsync(CancellationToken cancellationToken)
    {
        var hub = new TracedHub();
        try
        {
            hub.program.Start(Path.Combine(AppContext.BaseDirectory, "hub.dll"), "run", "--config", Path.Combine(hub.folder, "hub.json"));
            await hub.AnswersAsync(cancellationToken);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reports as Meta brings them, a few at a time so that commits are shared.</summary>
    public Task SendAsync(int first, int reports, int atOnce, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(first, reports),
        new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
        async (number, token) => await SendAsync(number, token));

    /// <summary>Ends the hub in the middle of whatever it does.</summary>
    public async Task<IReadOnlyList<TracedCall>> KillAsync(CancellationToken cancellationToken)
    {
        await program.KillAsync(cancellationToken);
        return [.. SyscallTrace.Read(program.Trace)];
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Again until it is taken, as Meta does.</summary>
    private async Task SendAsync(int number, CancellationToken cancellationToken)
    {
        var body = WhatsAppWire.Bytes(Message(number));
        await Eventually.TrueAsync($"message {number} answered 200", () => IsTakenAsync(body, cancellationToken), cancellationToken, LongestStart);
        acknowledged.Enqueue(new Acknowledged("sha256:" + Convert.ToHexStringLower(SHA256.HashData(body)), TimeProvider.System.GetUtcNow()));
    }

    private async Task<bool> IsTakenAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", WhatsAppWire.Signature(AppSecret, body));
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.StatusCode is HttpStatusCode.OK;
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (program.IsRunning && watch.Elapsed < LongestStart)
        {
            try
            {
                using var answer = await http.GetAsync("/health/live", cancellationToken);
                if (answer.StatusCode is HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"The traced hub did not start; strace needs the right to trace. It said:\n{program.LastWords()}");
    }

    private JsonObject Settings(string address) => new()
    {
        ["Hub"] = new JsonObject { ["Shape"] = "Embedded" },
        [nameof(Store)] = new JsonObject { ["File"] = Path.Combine(folder, Store) },
        ["Http"] = new JsonObject { ["Address"] = address },
        ["Channels"] = new JsonObject
        {
            ["WhatsApp"] = new JsonObject
            {
                ["Numbers"] = new JsonArray(new JsonObject { ["PhoneNumberId"] = Number }),
                ["GraphAddress"] = "http://127.0.0.1:9",
                ["MediaHttpAllowed"] = true,
                ["AccessToken"] = "token-akses-uji",
                ["AppSecrets"] = new JsonArray(AppSecret),
                ["VerifyToken"] = "token-verifikasi-uji",
            },
        },
    };

    private static JsonObject Message(int number) => new()
    {
        ["object"] = "whatsapp_business_account",
        ["entry"] = new JsonArray(new JsonObject
        {
            ["id"] = "220000000000158",
            ["changes"] = new JsonArray(new JsonObject
            {
                ["field"] = "messages",
                ["value"] = new JsonObject
                {
                    ["messaging_product"] = "whatsapp",
                    ["metadata"] = new JsonObject { ["display_phone_number"] = "+62 811-0000-158", ["phone_number_id"] = Number },
                    ["messages"] = new JsonArray(new JsonObject
                    {
                        ["from"] = string.Create(CultureInfo.InvariantCulture, $"62811{number:D8}"),
                        ["id"] = string.Create(CultureInfo.InvariantCulture, $"wamid.{number:D8}"),
                        ["timestamp"] = "1787190000",
                        ["type"] = "text",
                        ["text"] = new JsonObject { ["body"] = string.Create(CultureInfo.InvariantCulture, $"Jalan tol Cipularang berlubang di KM {number}, membahayakan.") },
                    }),
                },
            }),
        }),
    };
}
