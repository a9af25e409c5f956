using System.Diagnostics.Metrics;
using Hub.Router;
using Hub.Router.Deadlines;

namespace Hub.Worker.Http;

/// <summary>Does somebody look at the deadlines that are due? What is overdue is the units' matter and makes no hub ill.</summary>
internal sealed class DeadlineHealth(DeadlineDesk desk)
{
    /// <summary>The sweep looks every half minute; ten of its turns.</summary>
    private const double LongestBehind = 300;

    public async Task<PartHealth> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var figures = await desk.CountAsync(cancellationToken);
            var isBehind = figures.BehindSeconds > LongestBehind;
            return new PartHealth(
                isBehind ? HealthStatus.Degraded : HealthStatus.Healthy,
                isBehind ? "Deadlines that are due wait longer than five minutes to be looked at; is a hub with the role router running? What is due: hub deadlines list --overdue" : null,
                new Dictionary<string, object?> { ["overdue"] = figures.Overdue, ["behindSeconds"] = Math.Round(figures.BehindSeconds, 1) });
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new PartHealth(HealthStatus.Degraded, $"The deadlines cannot be read ({fault.GetType().Name}).", new Dictionary<string, object?>());
        }
    }
}

/// <summary>How many deadlines are over, by clock, read from the store once a minute and shown as gauges.</summary>
internal sealed class DeadlineGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Meter meter = new(HubMeter.Name);
    private readonly LastKnown<DeadlineFigures> latest;

    public DeadlineGauges(DeadlineDesk desk, TimeProvider clock)
    {
        latest = new LastKnown<DeadlineFigures>(desk.CountAsync, Every, clock);
        meter.CreateObservableGauge("hub_deadlines_overdue", Overdue, "{report}", "Open reports over a time limit, by clock.");
        meter.CreateObservableGauge("hub_deadlines_behind_seconds", Behind, "s", "How long the oldest deadline that is due waits to be looked at.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => latest.WatchAsync(stoppingToken);

    private IEnumerable<Measurement<int>> Overdue() => latest.Value is not { } known ? [] :
        known.Overdue.Select(one => new Measurement<int>(one.Value, new KeyValuePair<string, object?>("clock", one.Key)));

    private IEnumerable<Measurement<double>> Behind() => latest.Value is { } known ? [new(known.BehindSeconds)] : [];
}
