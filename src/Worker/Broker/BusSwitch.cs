using MassTransit;

namespace Hub.Worker.Broker;

/// <summary>Turns the bus off and on. Since 7.1 a bus that was stopped can be started again (MassTransit #2145).</summary>
internal interface IBusSwitch
{
    Task StopAsync();

    Task StartAsync();
}

/// <summary>Without tokens: a start that is cancelled stops the bus for good, a start that waits for the broker goes on by itself.</summary>
internal sealed class BusSwitch(IBusControl bus) : IBusSwitch
{
    public Task StopAsync() => bus.StopAsync(CancellationToken.None);

    public Task StartAsync() => bus.StartAsync(CancellationToken.None);
}
