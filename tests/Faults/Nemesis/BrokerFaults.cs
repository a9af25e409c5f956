using System.Text;
using Hub.Faults.World;
using Hub.Testing.Servers;
using RabbitMQ.Client;

namespace Hub.Faults.Nemesis;

/// <summary>F5 to F9: the broker dies, freezes, is in alarm, loses its data or gets what it should not.</summary>
internal sealed class BrokerFaults(DrillWorld world, TimeProvider clock) : IInjector
{
    private const string FullDisk = "1000000000000000";
    private const string OurDisk = "50000000";
    private const string OurMemory = "0.4";

    private RabbitMqServer Broker => world.RabbitMq ?? throw new InvalidOperationException("The embedded shape has no broker.");

    public IReadOnlyList<FaultKind> Kinds => [FaultKind.F5, FaultKind.F6, FaultKind.F7, FaultKind.F8, FaultKind.F9];

    public async Task<string?> InjectAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        await (fault.Kind switch
        {
            FaultKind.F5 when fault.Variant is "stop" => FreezeAsync(fault.Length, cancellationToken),
            FaultKind.F5 => KillAsync(fault.Length, wipe: false, cancellationToken),
            FaultKind.F7 => KillAsync(fault.Length, wipe: true, cancellationToken),
            FaultKind.F6 when fault.Variant is "disk" => AlarmAsync(["set_disk_free_limit", FullDisk], ["set_disk_free_limit", OurDisk], fault.Length, cancellationToken),
            FaultKind.F6 => AlarmAsync(["set_vm_memory_high_watermark", "0"], ["set_vm_memory_high_watermark", OurMemory], fault.Length, cancellationToken),
            FaultKind.F9 => SpoilAsync(cancellationToken),
            _ => OperateAsync(fault.Variant.Split(' '), cancellationToken),
        });
        return null;
    }

    private async Task FreezeAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        await Broker.PauseAsync(cancellationToken);
        await Task.Delay(length, clock, cancellationToken);
        await Broker.ResumeAsync(cancellationToken);
    }

    private async Task KillAsync(TimeSpan length, bool wipe, CancellationToken cancellationToken)
    {
        await Broker.KillAsync(cancellationToken);
        if (wipe)
        {
            Broker.Wipe();
        }

        await Task.Delay(length, clock, cancellationToken);
        await Broker.RestartAsync(cancellationToken);
        if (wipe)
        {
            // What units said and the hub had not read is gone with the data; their applications say it again.
            await world.Units.SayAgainAsync(cancellationToken);
        }
    }

    private async Task AlarmAsync(IReadOnlyList<string> on, IReadOnlyList<string> off, TimeSpan length, CancellationToken cancellationToken)
    {
        await Broker.ControlAsync(on, cancellationToken);
        await Task.Delay(length, clock, cancellationToken);
        await Broker.ControlAsync(off, cancellationToken);
    }

    private async Task OperateAsync(string[] words, CancellationToken cancellationToken)
    {
        string[] typed = words switch
        {
            ["delete", var queue] => ["delete_queue", queue],
            ["purge", var queue] => ["purge_queue", queue],
            _ => ["close_all_connections", "drill"],
        };
        await Broker.ControlAsync(typed, cancellationToken);
    }

    /// <summary>What no unit's application should send: no JSON, another contract, a type nobody knows, headers without end (F9).</summary>
    private async Task SpoilAsync(CancellationToken cancellationToken)
    {
        const string queue = "hub.unit-status";
        await using var connection = await new ConnectionFactory { Uri = Broker.Address }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        string[] bodies =
        [
            "bukan json",
            "{",
            "[]",
            "null",
            """{"specversion":"1.0","id":"x","source":"urn:unit:PU-SDA","type":"id.go.pu.unit.report.status.v1"}""",
            """{"specversion":"1.0","id":"y","source":"urn:unit:PU-SDA","type":"lain","data":{"status":"selesai"}}""",
            """{"specversion":"1.0","id":"z","source":"urn:unit:TIDAK-ADA","type":"id.go.pu.unit.report.status.v1","data":{"reportId":"00000000-0000-0000-0000-000000000001","unit":"TIDAK-ADA","status":"answered","publicNote":"x"}}""",
        ];
        foreach (var body in bodies)
        {
            await channel.BasicPublishAsync("", queue, false, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, Encoding.UTF8.GetBytes(body), cancellationToken);
        }

        var heavy = new BasicProperties { Headers = new Dictionary<string, object?> { ["MT-Fault-Message"] = new string('x', 100_000) } };
        await channel.BasicPublishAsync("", queue, false, heavy, new byte[] { 0, 1, 2, 255 }, cancellationToken);
    }
}
