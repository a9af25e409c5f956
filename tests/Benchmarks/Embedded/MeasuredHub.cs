using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Simulators.Demo;

namespace Hub.Benchmarks.Embedded;

/// <summary>The hub as a child process whose start, memory and processor time are read from the system.</summary>
internal sealed class MeasuredHub : IAsyncDisposable
{
    private const int KeptLines = 20;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private readonly Process process;
    private readonly HttpClient http;
    private readonly ConcurrentQueue<string> words = new();

    private MeasuredHub(Process process, HubSettings settings)
    {
        this.process = process;
        Address = new Uri(settings.Values["Http__Address"]);
        http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.OperationsKey);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public double StartMilliseconds { get; private set; }

    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident now.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    public static async Task<MeasuredHub> StartAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        var program = HubProgram.Find();
        var start = new ProcessStartInfo(program.File, [.. program.First, "run"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings.Values)
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        var hub = new MeasuredHub(Process.Start(start) ?? throw new InvalidOperationException($"{program.File} could not be started."), settings);
        try
        {
            await hub.ReadyAsync(started, cancellationToken);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>All reports, and those that wait for their decision.</summary>
    public async Task<HubCount> CountAsync(CancellationToken cancellationToken)
    {
        var states = await http.GetFromJsonAsync<Dictionary<string, int>>("operations/summary", cancellationToken)
            ?? throw new InvalidOperationException("The hub's summary came without a body.");
        return new HubCount(states.Values.Sum(), states.Where(state => state.Key.Equals("received", StringComparison.OrdinalIgnoreCase)).Sum(state => state.Value));
    }

    public async Task<int> StatusesWaitingAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync("health", cancellationToken);
        var health = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return health.GetProperty("statusSync").GetProperty("figures").GetProperty("waiting").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await StopAsync();
        }

        process.Dispose();
        http.Dispose();
    }

    private async Task ReadyAsync(long started, CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(cancellationToken))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > LongestStart)
            {
                throw new InvalidOperationException($"The hub did not become ready. Its last words: {string.Join(Environment.NewLine, words)}");
            }

            await Task.Delay(Glance, cancellationToken);
        }

        StartMilliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        words.Enqueue(line);
        while (words.Count > KeptLines)
        {
            words.TryDequeue(out _);
        }
    }

    /// <summary>Asks first, so that the hub ends its work in order; a hub that does not listen is ended.</summary>
    private async Task StopAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            using var ask = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await ask.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : LongestStop);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}

/// <param name="Waiting">Not decided yet.</param>
internal sealed record HubCount(int Reports, int Waiting);
