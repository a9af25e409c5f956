using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hub.Faults.Load;

/// <summary>Lets reports go at fixed times, so that a hub that stalls is seen in the waiting and not hidden by a sender that waits too.</summary>
internal sealed class OpenLoop(Samples samples, Canaries canaries, WhatsAppLoad whatsApp, (PolledLoad Polled, TimeProvider Clock) rest)
{
    /// <summary>Bad weather: so many times the usual load, for a while, again and again (RELIABILITY 3.4).</summary>
    private const double Burst = 4;

    private static readonly TimeSpan FirstBurst = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan BurstLength = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromSeconds(150);

    private readonly ConcurrentDictionary<int, Task> flying = new();
    private readonly ConcurrentQueue<string> troubles = new();

    public int Sent { get; private set; }

    /// <summary>What went wrong in the drill itself.</summary>
    public IReadOnlyCollection<string> Troubles => troubles;

    /// <param name="perSecond">Reports a second over all channels, outside the bursts.</param>
    /// <param name="length">How long new reports are made.</param>
    /// <param name="cancellationToken">Ends the retries too.</param>
    public async Task RunAsync(double perSecond, TimeSpan length, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var due = TimeSpan.Zero;
        for (var number = 0; due < length; number++)
        {

            var wait = due - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, rest.Clock, cancellationToken);
            }

            var report = samples.Of(number);
            flying[number] = SendAsync(report, cancellationToken);
            Sent++;
            due += TimeSpan.FromSeconds(1 / (IsBurst(due) ? perSecond * Burst : perSecond));
        }
    }

    private static bool IsBurst(TimeSpan at) => at > FirstBurst && (at - FirstBurst).TotalSeconds % BetweenBursts.TotalSeconds < BurstLength.TotalSeconds;

    /// <summary>Ends when everything that left has been taken.</summary>
    public Task AllTakenAsync(CancellationToken cancellationToken) => Task.WhenAll(flying.Values).WaitAsync(cancellationToken);

    private async Task SendAsync(PlannedReport report, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            if (report.Late)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500 + (report.Number % 10 * 150)), rest.Clock, cancellationToken);
            }

            if (report.Channel is LoadChannel.WhatsApp)
            {
                await whatsApp.SendAsync(report, (canaries.Phone(report.Number), canaries.Name(report.Number)), cancellationToken);
            }
            else
            {
                await rest.Polled.SendAsync(report);
            }

            flying.TryRemove(report.Number, out _);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The drill ends; what was not taken stands in the ledger of sent reports only.
        }
        catch (Exception fault)
        {
            troubles.Enqueue($"Report {report.Number} could not be sent: {fault.GetType().Name} {fault.Message}");
        }
    }
}
