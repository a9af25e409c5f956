using Hub.Router.Outbox;

namespace Hub.Worker.Broker;

/// <summary>Declares what no consumer declares, as soon as the broker is there; the start does not wait for it.</summary>
internal sealed partial class BrokerTopology(BrokerConnection connection, TimeProvider clock, ILogger<BrokerTopology> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var channel = await connection.OpenAsync(stoppingToken);
                var dead = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
                await channel.QueueDeclareAsync(HubQueues.Dead, durable: true, exclusive: false, autoDelete: false, dead, cancellationToken: stoppingToken);
                await BrokerQueues.DeclareAsync(channel, HubQueues.RouteReport, stoppingToken);
                await BrokerQueues.DeclareAsync(channel, HubQueues.UnitStatus, stoppingToken);
                await BrokerQueues.DeclareAsync(channel, HubQueues.DeliverToUnit, stoppingToken);
                return;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Waiting(logger, fault.GetType().Name);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The broker's queues cannot be declared yet ({Fault}); trying again.")]
        public static partial void Waiting(ILogger logger, string fault);
    }
}
