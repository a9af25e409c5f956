using System.Diagnostics.Metrics;
using Hub.Router;
using Hub.Router.Answers;

namespace Hub.Worker;

/// <summary>How many answers wait for a person, and how old the oldest is.</summary>
internal sealed class AnswerGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly Meter meter = new(HubMeter.Name);
    private readonly AnswerDesk desk;
    private readonly TimeProvider clock;
    private HeldPulse? latest;

    public AnswerGauges(AnswerDesk desk, TimeProvider clock)
    {
        (this.desk, this.clock) = (desk, clock);
        meter.CreateObservableGauge("hub_answers_held", () => Shown(pulse => pulse.Waiting), unit: null, "Answers of units that wait for a person's approval.");
        meter.CreateObservableGauge("hub_answers_held_oldest_seconds", () => Shown(pulse => pulse.OldestSeconds), unit: null, "Age of the oldest of them.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                latest = await desk.PulseAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Without the store nothing is known, and a gauge that stands still would lie.
                latest = null;
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private Measurement<double>[] Shown(Func<HeldPulse, double> value) => latest is { } pulse ? [new Measurement<double>(value(pulse))] : [];
}
