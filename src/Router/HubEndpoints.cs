using Hub.Router.Outbox;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using MassTransit;

namespace Hub.Router;

/// <summary>One queue of the hub with what reads it; the host decides how the transport makes it.</summary>
/// <param name="Prefetch">Small where the effect is heavy: a crash returns all of them (RELIABILITY B8).</param>
public sealed record HubEndpoint(string Queue, int Prefetch, int AtOnce, Action<IReceiveEndpointConfigurator, IRegistrationContext> Configure);

/// <summary>The list of queues and consumers, by role.</summary>
public static class HubEndpoints
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    public static void AddHubConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RouteReportConsumer>();
        bus.AddConsumer<PassOnStatusConsumer>();
        bus.AddConsumer<UnitStatusConsumer>();
        bus.AddConsumer<DeliverToUnitConsumer>();
    }

    /// <summary>What a router process reads.</summary>
    public static IReadOnlyList<HubEndpoint> ForRouter =>
    [
        new(HubQueues.RouteReport, 128, 2, static (endpoint, context) => endpoint.ConfigureConsumer<RouteReportConsumer>(
            context,
            consumer => consumer.Options<BatchOptions>(batch => batch.SetMessageLimit(16).SetTimeLimit(Linger).SetConcurrencyLimit(2)))),

        // In memory one at a time, and from a broker by a reader of its own: what a unit says of a report is taken in the order in which it said it.
        new(HubQueues.UnitStatus, 1, 1, static (endpoint, context) => endpoint.ConfigureConsumer<UnitStatusConsumer>(context)),
        new(HubQueues.DeliverToUnit, 64, 64, static (endpoint, context) => endpoint.ConfigureConsumer<DeliverToUnitConsumer>(context)),
    ];

    /// <summary>What a connectors process reads: one queue a channel, so that a slow one holds no other.</summary>
    public static IEnumerable<HubEndpoint> ForChannels(IEnumerable<string> channels) => channels.Select(channel =>
        new HubEndpoint(HubQueues.PassOnStatus(channel), 64, 64, static (endpoint, context) => endpoint.ConfigureConsumer<PassOnStatusConsumer>(context)));
}
