using System.Net.Http.Headers;
using System.Threading.Channels;

namespace Hub.Simulators.WhatsApp;

/// <summary>Brings notifications to the hub as Meta does: several at once, in no sure order, again and again until 200.</summary>
internal sealed class WhatsAppDeliveries : IAsyncDisposable
{
    private const int AtOnce = 16;

    private readonly Channel<byte[]> queue = Channel.CreateUnbounded<byte[]>();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly WhatsAppSimulatorSettings settings;
    private readonly WhatsAppSimulatorLedger ledger;
    private readonly FaultDial faults;
    private readonly Task loop;
    private int pending;
    private TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WhatsAppDeliveries(WhatsAppSimulatorSettings settings, WhatsAppSimulatorLedger ledger, FaultDial faults)
    {
        this.settings = settings;
        this.ledger = ledger;
        this.faults = faults;
        Target = settings.HubWebhook;
        idle.SetResult();
        loop = RunAsync(stop.Token);
    }

    public Uri? Target { get; set; }

    public int Pending => Volatile.Read(ref pending);

    public void Add(byte[] body)
    {
        Count(1);
        queue.Writer.TryWrite(body);
    }

    /// <summary>Ends when the hub has answered 200 to everything.</summary>
    public Task IdleAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return idle.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        http.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        try
        {
            while (await queue.Reader.WaitToReadAsync(cancellationToken))
            {
                var waiting = Waiting();
                var disturbed = faults.Disturb(waiting);
                Count(disturbed.Count - waiting.Count);
                running.RemoveAll(task => task.IsCompleted);
                foreach (var body in disturbed)
                {
                    await slots.WaitAsync(cancellationToken);
                    running.Add(DeliverAsync(body, cancellationToken));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The simulator is being stopped; what is left stays undelivered.
        }

        await Task.WhenAll(running);
    }

    private List<byte[]> Waiting()
    {
        var bodies = new List<byte[]>();
        while (queue.Reader.TryRead(out var body))
        {
            bodies.Add(body);
        }

        return bodies;
    }

    private async Task DeliverAsync(byte[] body, CancellationToken cancellationToken)
    {
        var wait = settings.FirstRetry;
        try
        {
            while (!await TryAsync(body, cancellationToken))
            {
                // A waiting notification leaves its place to others.
                slots.Release();
                await Task.Delay(wait, settings.Clock, cancellationToken);
                await slots.WaitAsync(cancellationToken);
                wait = wait * 2 < settings.LongestRetry ? wait * 2 : settings.LongestRetry;
            }

            slots.Release();
            Count(-1);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task<bool> TryAsync(byte[] body, CancellationToken cancellationToken)
    {
        int? status = null;
        if (Target is { } target)
        {
            status = await PostAsync(target, body, cancellationToken);
            ledger.Add(new WhatsAppDelivery(settings.Clock.GetUtcNow(), body.Length, status));
        }

        return status is StatusCodes.Status200OK;
    }

    private async Task<int?> PostAsync(Uri target, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Hub-Signature-256", WhatsAppWire.Signature(settings.AppSecret, body));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private void Count(int change)
    {
        lock (gate)
        {
            var before = pending;
            pending += change;
            if (before is 0 && pending > 0)
            {
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else if (before > 0 && pending is 0)
            {
                idle.SetResult();
            }
        }
    }
}
