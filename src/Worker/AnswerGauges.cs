using System.Diagnostics.Metrics;
using Hub.Router;
using Hub.Router.Answers;

namespace Hub.Worker;

/// <summary>How many answers wait for a person, and how old the oldest is.</summary>
internal sealed class AnswerGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly Meter meter = new(HubMeter.Name);
    private readonly LastKnown<HeldPulse> latest;

    public AnswerGauges(AnswerDesk desk, TimeProvider clock)
    {
        latest = new LastKnown<HeldPulse>(desk.PulseAsync, Every, clock);
        meter.CreateObservableGauge("hub_answers_held", () => Shown(pulse => pulse.Waiting), unit: null, "Answers of units that wait for a person's approval.");
        meter.CreateObservableGauge("hub_answers_held_oldest_seconds", () => Shown(pulse => pulse.OldestSeconds), unit: null, "Age of the oldest of them.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => latest.WatchAsync(stoppingToken);

    private Measurement<double>[] Shown(Func<HeldPulse, double> value) => latest.Value is { } pulse ? [new Measurement<double>(value(pulse))] : [];
}
