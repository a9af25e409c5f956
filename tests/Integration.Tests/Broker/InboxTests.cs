using Hub.Integration.Tests.Plans;
using Hub.Router.Outbox;
using Hub.Router.Units;
using Hub.Testing;
using Hub.Testing.Servers;
using Hub.Worker;
using Hub.Worker.Broker;
using Hub.Worker.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RabbitMQ.Client.Exceptions;

namespace Hub.Integration.Tests.Broker;

/// <summary>Inboxes of units on a real broker: what it refuses, and what is merely away.</summary>
public sealed class InboxTests(RealServers servers) : IAsyncLifetime
{
    private static readonly string Wrong = HubQueues.UnitInbox(FilledStore.Units[0]);

    private FilledStore store = null!;
    private BrokerConnection connection = null!;
    private BrokerQueues queues = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await FilledStore.StartAsync(null, Token);
        connection = new BrokerConnection(Options.Create(new BrokerOptions { Address = await servers.NewVirtualHostAsync(Token) }));
        queues = new BrokerQueues(connection, store.Get<UnitRedrive>());
        await using var channel = await connection.OpenAsync(Token);
        await channel.QueueDeclareAsync(Wrong, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "classic" }, cancellationToken: Token);
    }

    public async ValueTask DisposeAsync()
    {
        queues.Dispose();
        await connection.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_unit_that_declared_its_inbox_otherwise_is_named_and_keeps_neither_the_others_from_theirs_nor_the_probe_from_seeing()
    {
        using var topology = new BrokerTopology(connection, queues, store.Get<UnitRedrive>(), TimeProvider.System, NullLogger<BrokerTopology>.Instance);
        using var probe = new BrokerProbe(connection, new BrokerReaders([]), topology, TimeProvider.System, NullLogger<BrokerProbe>.Instance);
        using var canary = new Canary(null!, CanaryRoute.InMemory, TimeProvider.System, NullLogger<Canary>.Instance);
        using var watchdog = new BusWatchdog(null!, probe, canary, null!, null!, TimeProvider.System, NullLogger<BusWatchdog>.Instance);
        var health = new BrokerHealth(probe, canary, watchdog, Options.Create(new HubOptions()));
        await topology.StartAsync(Token);
        await probe.StartAsync(Token);

        await Eventually.TrueAsync("the inbox is named", () => probe.Sight.RefusedInboxes is not null, Token);
        Assert.Equal((null, null), (topology.Refusal, probe.Sight.Fault));
        Assert.NotNull(probe.Sight.FineSince);
        Assert.Equal(HealthStatus.Degraded, health.Read().Status);
        Assert.Contains(Wrong, health.Read().Reason, StringComparison.Ordinal);
        foreach (var unit in FilledStore.Units[1..])
        {
            Assert.DoesNotContain(unit, health.Read().Reason, StringComparison.Ordinal);
            Assert.True(await queues.ExistsAsync(HubQueues.UnitInbox(unit), Token));
        }

        await using (var channel = await connection.OpenAsync(Token))
        {
            await channel.QueueDeleteAsync(Wrong, ifUnused: false, ifEmpty: false, cancellationToken: Token);
        }

        await Eventually.TrueAsync("healthy again", () => health.Read().Status is HealthStatus.Healthy, Token, TimeSpan.FromSeconds(40));
        Assert.True(await queues.ExistsAsync(Wrong, Token));
        await probe.StopAsync(Token);
        await topology.StopAsync(Token);
    }

    [Fact]
    public async Task What_the_broker_says_of_an_inbox_is_a_refusal_and_a_store_that_is_away_is_none()
    {
        var refusal = await Assert.ThrowsAsync<OperationInterruptedException>(() => queues.EnsureAsync(Wrong, Token));
        Assert.False(OutboxSender.IsBrokerGone(refusal));

        await store.PlanAsync("ALTER TABLE unit_events RENAME TO unit_events_away", [], Token);
        var fault = await Assert.ThrowsAsync<TimeoutException>(() => queues.EnsureAsync(HubQueues.UnitInbox("UJI"), Token));
        Assert.True(OutboxSender.IsBrokerGone(fault));
        Assert.False(await queues.ExistsAsync(HubQueues.UnitInbox("UJI"), Token));
    }
}
