using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.StatusSync;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Http;

/// <summary>
/// Health tells the truth (P11): live means the process turns, ready means a webhook could be stored now, and the whole
/// picture says for each channel whether it can be reached and whether anything arrives.
/// </summary>
internal static class HubHealth
{
    public static IServiceCollection AddHubHealth(this IServiceCollection services, HubOptions hub)
    {
        services.AddSingleton<StoreProbe>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreProbe>());
        services.AddSingleton<ChannelProbes>();
        if (hub.Has(HubRole.Connectors))
        {
            services.AddHostedService(provider => provider.GetRequiredService<ChannelProbes>());
        }

        return services.AddSingleton<IntakeHealth>().AddSingleton<DriftHealth>().AddSingleton<DeadlineHealth>().AddSingleton<BrokerHealth>().AddSingleton<RoutingHealth>().AddSingleton<HealthReport>();
    }

    public static void MapHubHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new { status = "live" }));
        routes.MapGet("/health/ready", (StoreProbe store) => store.Fault is null
            ? Results.Ok(new { status = "ready" })
            : Results.Json(new { status = "not ready", reason = store.Fault }, statusCode: StatusCodes.Status503ServiceUnavailable));
        routes.MapGet("/health", async (HttpRequest request, HealthReport report, IOptions<OperationsOptions> operations, CancellationToken cancellationToken) =>
        {
            var health = await report.ReadAsync(cancellationToken);
            var code = health.Status is HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;

            // The word is for every load balancer, the details are for people (RELIABILITY D7).
            return BearerKey.Matches(BearerKey.Of(request), operations.Value.Key)
                ? Results.Json(health, HttpJson.Options, statusCode: code)
                : Results.Json(new { health.Status }, HttpJson.Options, statusCode: code);
        });
    }
}

internal enum HealthStatus
{
    Healthy,
    Degraded,
    Unhealthy,
}

/// <param name="Reason">What is wrong and what to look at; null when nothing is.</param>
internal sealed record PartHealth(HealthStatus Status, string? Reason, IReadOnlyDictionary<string, object?> Figures);

internal sealed record OverallHealth(HealthStatus Status, PartHealth Store, PartHealth Broker, PartHealth Outbox, PartHealth StatusSync, PartHealth Quarantine, PartHealth Intake, IReadOnlyDictionary<string, PartHealth> Channels)
{
    public PartHealth? Reconciliation { get; init; }

    public PartHealth? Deadlines { get; init; }

    public PartHealth? UnitWebhooks { get; init; }

    public PartHealth? Routing { get; init; }
}

/// <summary>Puts the picture together from the probes and the store's figures.</summary>
internal sealed class HealthReport(
    StoreProbe store, ChannelProbes channels, HubPulse pulse, IntakeHealth intake, SyncDesk sync, DriftHealth drift, DeadlineHealth deadlines, BrokerHealth broker, RoutingHealth routing,
    IEnumerable<IStatusSink> sinks, TimeProvider clock)
{
    private const double OldestOutbox = 60;

    /// <summary>Health must answer while the store does not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, object?> NoFigures = [];

    public async Task<OverallHealth> ReadAsync(CancellationToken cancellationToken)
    {
        var storeHealth = store.Fault is { } fault ? new PartHealth(HealthStatus.Unhealthy, fault, NoFigures) : Good;
        var figures = storeHealth.Status is HealthStatus.Healthy ? await FiguresAsync(cancellationToken) : null;
        var told = figures is null ? [] : await SyncAsync(cancellationToken);
        var parts = new OverallHealth(
            HealthStatus.Healthy, storeHealth, broker.Read(), Outbox(figures), SyncHealth.Overall(told), Quarantine(figures), intake.Part(), Channels(figures, told));

        var reconciliation = figures is null ? Good : await drift.ReadAsync(cancellationToken);
        var due = figures is null ? Good : await deadlines.ReadAsync(cancellationToken);
        var webhooks = UnitWebhookHealth.Of(figures?.WebhooksOff ?? []);
        var rules = routing.Read();
        PartHealth[] all = [parts.Store, parts.Broker, parts.Outbox, parts.StatusSync, parts.Quarantine, parts.Intake, reconciliation, due, webhooks, rules, .. parts.Channels.Values];
        return parts with { Status = all.Max(part => part.Status), Reconciliation = reconciliation, Deadlines = due, UnitWebhooks = webhooks, Routing = rules };
    }

    private static PartHealth Good => new(HealthStatus.Healthy, null, NoFigures);

    private async Task<Pulse?> FiguresAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await pulse.ReadAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static PartHealth Outbox(Pulse? figures) => figures is null ? Good : new PartHealth(
        figures.OutboxOldestSeconds > OldestOutbox || figures.OutboxParked > 0 ? HealthStatus.Degraded : HealthStatus.Healthy,
        figures switch
        {
            { OutboxParked: > 0 } => "The broker refuses messages again and again; they are parked with their reports. Look with: hub outbox list",
            { OutboxOldestSeconds: > OldestOutbox } => "The oldest message waits longer than a minute for the broker.",
            _ => null,
        },
        new Dictionary<string, object?> { ["waiting"] = figures.OutboxWaiting, ["oldestSeconds"] = figures.OutboxOldestSeconds, ["parked"] = figures.OutboxParked });

    private static PartHealth Quarantine(Pulse? figures) => figures is null ? Good : new PartHealth(
        figures.Quarantined > 0 ? HealthStatus.Degraded : HealthStatus.Healthy,
        figures.Quarantined > 0 ? "Items wait in quarantine; look with: hub quarantine list" : null,
        new Dictionary<string, object?> { ["open"] = figures.Quarantined, ["unread"] = figures.Unread, ["triage"] = figures.Triage });

    private async Task<IReadOnlyList<ChannelSync>> SyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await sync.StatusAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private Dictionary<string, PartHealth> Channels(Pulse? figures, IReadOnlyList<ChannelSync> told) => sinks.Select(sink => sink.Channel)
        .ToDictionary(channel => channel, channel => Channel(channel, figures, told.FirstOrDefault(each => each.Channel == channel)));

    private PartHealth Channel(string channel, Pulse? figures, ChannelSync? told)
    {
        var polls = pulse.Polls.Where(poll => poll.Channel == channel && !poll.StandsBy).ToList();
        var lastArrival = figures?.LastArrival.GetValueOrDefault(channel);
        var quiet = intake.Quiet(channel, lastArrival);
        string?[] reasons = [channels.FaultOf(channel), .. polls.Select(poll => poll.Fault), SyncHealth.Fault(told), quiet];
        var reason = Array.Find(reasons, each => each is not null);
        return new PartHealth(reason is null ? HealthStatus.Healthy : HealthStatus.Degraded, reason, new Dictionary<string, object?>(SyncHealth.Figures(told))
        {
            ["reachable"] = channels.FaultOf(channel) is null,
            ["quiet"] = quiet is not null,
            ["lastArrival"] = lastArrival,
            ["lastPoll"] = polls.Max(poll => poll.At),
        });
    }
}
