using Hub.Faults.Proxy;
using Hub.Faults.World;

namespace Hub.Faults.Nemesis;

/// <summary>F13 to F15: the lines between the hub and its neighbours.</summary>
internal sealed class LinkFaults(DrillLines lines, int seed, TimeProvider clock) : IInjector
{
    private static readonly TimeSpan Flap = TimeSpan.FromSeconds(1);

    public IReadOnlyList<FaultKind> Kinds => [FaultKind.F13, FaultKind.F14, FaultKind.F15];

    public async Task<string?> InjectAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        if (LineOf(fault) is not { } line)
        {
            return "there is no such line";
        }

        try
        {
            if (fault.Variant is "flap")
            {
                await FlapAsync(line, fault.Length, cancellationToken);
            }
            else
            {
                line.Fault = Trouble(fault.Variant);
                await Task.Delay(fault.Length, clock, cancellationToken);
            }
        }
        finally
        {
            line.Fault = LinkFault.None;
        }

        return null;
    }

    private static LinkFault Trouble(string variant) => variant switch
    {
        "commit" => new LinkFault(LinkTrouble.SwallowAnswer) { Word = "COMMIT"u8.ToArray(), Share = 0.25 },
        "cut" => new LinkFault(LinkTrouble.Refuse),
        "half-open" => new LinkFault(LinkTrouble.HalfOpen),
        "black-hole" => new LinkFault(LinkTrouble.BlackHole),
        "cut-after" => new LinkFault(LinkTrouble.CutAfter) { Bytes = 700 },
        "slow" => new LinkFault(LinkTrouble.Slow) { Delay = TimeSpan.FromMilliseconds(200), Jitter = TimeSpan.FromMilliseconds(100), Resets = 0.01 },
        "throttle" => new LinkFault(LinkTrouble.Throttle),
        _ => throw new InvalidOperationException($"No line has the trouble {variant}."),
    };

    private async Task FlapAsync(FaultProxy line, TimeSpan length, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < length)
        {
            line.Fault = new LinkFault(LinkTrouble.Refuse);
            await Task.Delay(Flap, clock, cancellationToken);
            line.Fault = LinkFault.None;
            await Task.Delay(Flap, clock, cancellationToken);
        }
    }

    private FaultProxy? LineOf(PlannedFault fault) => fault.Target switch
    {
        FaultTarget.BrokerLink => lines.Broker,
        FaultTarget.DatabaseLink => lines.Database,
        _ => lines.Channels[new Random(Load.Seeds.Of(seed, 3, fault.Number)).Next(lines.Channels.Count)],
    };
}
