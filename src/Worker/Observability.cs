using System.Diagnostics.Metrics;
using Hub.Router;
using Hub.Router.Persistence;
using Hub.Router.StatusSync;
using Hub.Worker.Http;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Hub.Worker;

/// <summary>Where the figures go.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>An OTLP collector: http://collector:4317 speaks gRPC, http://collector:4318/v1/metrics speaks HTTP. Nothing is sent without one.</summary>
    public Uri? OtlpAddress { get; set; }

    /// <summary>How often figures are sent to the collector.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(30);
}

internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        List<string> faults = [];
        if (options.OtlpAddress is { } address && address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            faults.Add("Telemetry:OtlpAddress must begin with http:// or https://.");
        }

        if (options.Every < TimeSpan.FromSeconds(1) || options.Every > TimeSpan.FromMinutes(10))
        {
            faults.Add($"Telemetry:Every is {options.Every}; it must be from 00:00:01 to 00:10:00.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>Figures for the people who watch: asked for at /metrics, and sent to a collector where one is configured.</summary>
internal static class Observability
{
    public static IServiceCollection AddObservability(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<TelemetryOptions, TelemetryOptionsValidator>().BindConfiguration(TelemetryOptions.Section);
        return services
            .AddSingleton(_ => new PrometheusText(HubMeter.Name))
            .AddHostedService<PulseGauges>()
            .AddHostedService<DeadlineGauges>()
            .AddHostedService<AnswerGauges>()
            .AddHostedService<Collector>();
    }

    /// <summary>Sends figures while the hub runs.</summary>
    private sealed class Collector(IOptions<TelemetryOptions> options) : IHostedService, IDisposable
    {
        private MeterProvider? provider;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            if (options.Value.OtlpAddress is { } address)
            {
                provider = Sdk.CreateMeterProviderBuilder()
                    .ConfigureResource(resource => resource.AddService("hub"))
                    .AddMeter(HubMeter.Name, "Microsoft.AspNetCore.Server.Kestrel")
                    .AddOtlpExporter((exporter, reader) =>
                    {
                        exporter.Endpoint = address;
                        exporter.Protocol = address.AbsolutePath == "/" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Value.Every.TotalMilliseconds;
                    })
                    .Build();
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => provider?.Dispose();
    }
}

/// <summary>What waits, and how long, read from the store every fifteen seconds and shown as gauges.</summary>
internal sealed class PulseGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly Meter meter = new(HubMeter.Name);
    private readonly TimeProvider clock;
    private readonly LastKnown<Known> latest;

    public PulseGauges(HubPulse pulse, SyncDesk sync, TimeProvider clock)
    {
        this.clock = clock;
        latest = new LastKnown<Known>(async token => new Known(await pulse.ReadAsync(token), await sync.StatusAsync(token)), Every, clock);
        Gauge("hub_outbox_waiting", "Messages that wait for the broker.", known => known.Pulse.OutboxWaiting);
        Gauge("hub_outbox_oldest_seconds", "Age of the oldest of them.", known => known.Pulse.OutboxOldestSeconds);
        Gauge("hub_status_waiting", "Statuses that wait for their channel.", known => known.Told.Sum(channel => channel.Waiting));
        Gauge("hub_status_oldest_seconds", "Age of the oldest of them.", known => known.Told.Select(channel => channel.OldestSeconds).DefaultIfEmpty().Max());
        Gauge("hub_status_refused", "Statuses that a channel refused for good.", known => known.Told.Sum(channel => channel.Refused));
        Gauge("hub_unread_bodies", "Raw bodies that nobody has read yet.", known => known.Pulse.Unread);
        Gauge("hub_quarantined", "Entries that wait for a person in the quarantine.", known => known.Pulse.Quarantined);
        Gauge("hub_triage", "Reports that wait for a person's decision.", known => known.Pulse.Triage);
        meter.CreateObservableGauge("hub_last_arrival_seconds", Arrivals, "s", "Seconds since a channel last gave something.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => latest.WatchAsync(stoppingToken);

    private void Gauge(string name, string description, Func<Known, double> value) => meter.CreateObservableGauge(
        name, () => latest.Value is { } known ? [new Measurement<double>(value(known))] : Array.Empty<Measurement<double>>(), unit: null, description);

    private IEnumerable<Measurement<double>> Arrivals() => latest.Value is not { } known ? [] :
        known.Pulse.LastArrival.Where(arrival => arrival.Value is not null)
            .Select(arrival => new Measurement<double>(Math.Max(0, (clock.GetUtcNow() - arrival.Value!.Value).TotalSeconds), new KeyValuePair<string, object?>("channel", arrival.Key)));

    private sealed record Known(Pulse Pulse, IReadOnlyList<ChannelSync> Told);
}
