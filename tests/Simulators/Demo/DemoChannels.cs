using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Sp4nLapor;
using Hub.Simulators.WhatsApp;

namespace Hub.Simulators.Demo;

/// <summary>Opens the channels of a demo, each with a fault dial of its own.</summary>
internal sealed class DemoChannels(DemoOptions options, DemoPeople people, TimeProvider clock)
{
    public async Task<IReadOnlyList<IDemoChannel>> StartAsync(CancellationToken cancellationToken)
    {
        List<IDemoChannel> open = [];
        try
        {
            var whatsApp = await WhatsAppSimulator.StartAsync(new WhatsAppSimulatorSettings { Seed = options.Seed, Clock = clock }, cancellationToken);
            whatsApp.Faults.Settings = options.Trouble;
            open.Add(new WhatsAppDesk(whatsApp, people));
            open.Add(new ContactCenterDesk(
                await ContactCenter158Simulator.StartAsync(new ContactCenter158SimulatorSettings(), Dial(1), clock, cancellationToken), people));
            open.Add(new LaporDesk(await Sp4nLaporSimulator.StartAsync(new Sp4nLaporSetup(clock) { Faults = Dial(2) }, cancellationToken), people));
            return open;
        }
        catch
        {
            foreach (var channel in open)
            {
                await channel.DisposeAsync();
            }

            throw;
        }
    }

    private FaultDial Dial(int number) => new(options.Seed + number, clock) { Settings = options.Trouble };
}
