using System.Globalization;

namespace Hub.Benchmarks.Embedded;

/// <summary>Who used the processors, so that a reader can tell a disturbed repetition from a quiet one.</summary>
/// <param name="Ours">Processor seconds of the hub and of this process.</param>
/// <param name="Busy">Processor seconds of everybody; null where the system does not tell.</param>
internal sealed record MachineUse(double Ours, double? Busy, double Total)
{
    private const string Counters = "/proc/stat";

    public static MachineUse Now(MeasuredHub hub)
    {
        var ours = (hub.Cpu + Environment.CpuUsage.TotalTime).TotalSeconds;
        if (!File.Exists(Counters))
        {
            return new MachineUse(ours, null, 0);
        }

        // user nice system idle iowait irq softirq steal, in hundredths of a second (proc(5)).
        var ticks = File.ReadLines(Counters).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture) / 100).ToArray();
        return new MachineUse(ours, ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }

    /// <returns>From 0 to 1; not a number where the system does not tell.</returns>
    public double OthersSince(MachineUse before) =>
        Busy - before.Busy is { } busy ? Math.Clamp((busy - (Ours - before.Ours)) / (Total - before.Total), 0, 1) : double.NaN;
}
