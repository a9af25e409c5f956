using System.Net.Security;
using Hub.Contracts.Channels;
using Hub.Router;
using Hub.Router.Intake;
using Hub.Router.Outbox;
using Hub.Worker.Broker;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Hub.Worker;

/// <summary>The transport under the bus.</summary>
internal static class Messaging
{
    public static IServiceCollection AddMessaging(this IServiceCollection services, HubOptions hub)
    {
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddHubConsumers();
            bus.AddConsumer<CanaryConsumer>();
            if (hub.Shape is HubShape.Production)
            {
                bus.UsingRabbitMq((context, rabbit) => Configure(context, rabbit, hub));
            }
            else
            {
                bus.UsingInMemory((context, memory) => Configure(context, memory, hub));
            }
        });

        // What holds a stop up is given so long and is then left behind; a kill loses nothing (RELIABILITY D5).
        services.AddOptions<MassTransitHostOptions>().Configure<IOptions<HubOptions>>((bus, own) =>
        {
            bus.StopTimeout = own.Value.ConsumersStopWithin;
            bus.ConsumerStopTimeout = own.Value.ConsumersStopWithin / 2;
        });
        return (hub.Shape is HubShape.Production ? services.AddRabbitMq(hub) : services.AddMemory())
            .AddSingleton<Canary>()
            .AddHostedService(provider => provider.GetRequiredService<Canary>())
            .AddSingleton<IBusSwitch, BusSwitch>()
            .AddSingleton<BusWatchdog>()
            .AddHostedService(provider => provider.GetRequiredService<BusWatchdog>());
    }

    private static IServiceCollection AddRabbitMq(this IServiceCollection services, HubOptions hub)
    {
        services.AddOptionsWithValidateOnStart<BrokerOptions, BrokerOptionsValidator>().BindConfiguration(BrokerOptions.Section);
        if (hub.Has(HubRole.Router))
        {
            services.AddHostedService<UnitStatusReader>();
        }

        return services
            .AddSingleton<BrokerConnection>()
            .AddSingleton<BrokerQueues>()
            .AddSingleton<IQueueAddresses>(provider => provider.GetRequiredService<BrokerQueues>())
            .AddSingleton<IUnitInboxes, UnitInboxes>()
            .AddSingleton<BrokerTopology>()
            .AddHostedService(provider => provider.GetRequiredService<BrokerTopology>())
            .AddSingleton(provider => CanaryRoute.OnRabbitMq(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new BrokerReaders(
                [.. Endpoints(provider, hub).Select(endpoint => endpoint.Queue), provider.GetRequiredService<CanaryRoute>().Queue]))
            .AddSingleton<BrokerProbe>()
            .AddSingleton<IBrokerSight>(provider => provider.GetRequiredService<BrokerProbe>())
            .AddHostedService(provider => provider.GetRequiredService<BrokerProbe>())
            .AddHostedService<DeadLetterReader>();
    }

    private static IServiceCollection AddMemory(this IServiceCollection services) => services
        .AddSingleton<IQueueAddresses, MemoryQueues>()
        .AddSingleton(CanaryRoute.InMemory)
        .AddSingleton<IBrokerSight, MemorySight>();

    private static void Configure(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator memory, HubOptions hub)
    {
        foreach (var endpoint in Endpoints(context, hub))
        {
            memory.ReceiveEndpoint(endpoint.Queue, queue => Configure(context, queue, endpoint));
        }

        memory.ReceiveEndpoint(context.GetRequiredService<CanaryRoute>().Queue, queue => Configure(context, queue));
    }

    private static void Configure(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, HubOptions hub)
    {
        var address = context.GetRequiredService<IOptions<BrokerOptions>>().Value.Address!;
        rabbit.Host(address, host =>
        {
            host.Heartbeat(TimeSpan.FromSeconds(5));
            if (address.Scheme is "amqps")
            {
                // MassTransit accepts any chain unless told otherwise (RELIABILITY 0.1, decision 10).
                host.UseSsl(ssl =>
                {
                    ssl.ServerName = address.Host;
                    ssl.EnforcePolicyErrors(SslPolicyErrors.RemoteCertificateChainErrors);
                    ssl.EnforcePolicyErrors(SslPolicyErrors.RemoteCertificateNameMismatch);
                    ssl.EnforcePolicyErrors(SslPolicyErrors.RemoteCertificateNotAvailable);
                });
            }
        });

        // A message that reaches no queue comes back as a fault of its outbox row, never as silence.
        rabbit.ConfigureSend(send => send.UseExecute(message =>
        {
            if (message.TryGetPayload<RabbitMqSendContext>(out var rabbitMessage))
            {
                rabbitMessage.Mandatory = true;
            }
        }));

        // What units say is read in its order, by UnitStatusReader.
        foreach (var endpoint in Endpoints(context, hub).Where(endpoint => endpoint.Queue != HubQueues.UnitStatus))
        {
            rabbit.ReceiveEndpoint(endpoint.Queue, queue =>
            {
                foreach (var (name, value) in BrokerQueues.Durable)
                {
                    queue.SetQueueArgument(name, value);
                }

                queue.PrefetchCount = endpoint.Prefetch;
                Configure(context, queue, endpoint);
            });
        }

        rabbit.ReceiveEndpoint(context.GetRequiredService<CanaryRoute>().Queue, queue =>
        {
            // With an expiry this makes the exchange go with the queue; the queue itself is no auto-delete one.
            queue.AutoDelete = true;
            queue.QueueExpiration = CanaryRoute.Expires;
            Configure(context, queue);
        });
    }

    /// <summary>The canary's way; what is no canary is dropped there.</summary>
    private static void Configure(IBusRegistrationContext context, IReceiveEndpointConfigurator queue)
    {
        queue.ConfigureConsumeTopology = false;
        queue.DiscardSkippedMessages();
        queue.DiscardFaultedMessages();
        queue.ConfigureConsumer<CanaryConsumer>(context);
    }

    private static void Configure(IBusRegistrationContext context, IReceiveEndpointConfigurator queue, HubEndpoint endpoint)
    {
        queue.ConfigureConsumeTopology = false;
        queue.ConcurrentMessageLimit = endpoint.Queue == HubQueues.RouteReport ? null : endpoint.AtOnce;
        queue.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);

        // What fails for good is kept in the quarantine with its reason; there is no _error queue to forget about (RELIABILITY B4).
        var shelf = context.GetRequiredService<BusQuarantine>();
        var quarantine = new QuarantineFilter(shelf, endpoint.Queue);
        queue.ConfigureError(pipe => pipe.UseFilter(quarantine));
        queue.ConfigureDeadLetter(pipe => pipe.UseFilter(quarantine));

        // While the store is away a message is held, not spent: without this its deliveries are used up in a minute. Below the broker's
        // limit of 30 minutes for one delivery (RELIABILITY B10).
        queue.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(shelf.IsOutage);
            retry.Interval(100, TimeSpan.FromSeconds(3));
        });
        queue.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(shelf.IsOutage);
            retry.Intervals(100, 500, 2000);
        });
        endpoint.Configure(queue, context);
    }

    private static IEnumerable<HubEndpoint> Endpoints(IServiceProvider context, HubOptions hub) =>
    [
        .. hub.Has(HubRole.Router) ? HubEndpoints.ForRouter : [],
        .. hub.Has(HubRole.Connectors) ? HubEndpoints.ForChannels(context.GetServices<IStatusSink>().Select(sink => sink.Channel)) : [],
    ];
}
