using System.Diagnostics;

namespace Hub.Benchmarks.Measuring;

/// <summary>Processes whose use is counted; null where a shape has no such server.</summary>
internal sealed record Parts(int Hub, int? Broker, int? Store);

/// <summary>Processor seconds of every part, and what share of the machine went to nobody of ours.</summary>
internal sealed record Spent(double Hub, double Broker, double Store, double Load, double OthersShare)
{
    /// <summary>Above this a repetition counts as disturbed.</summary>
    public const double Disturbed = 0.20;

    /// <summary>What the work itself took: the load and its counter would be citizens and units.</summary>
    public double Work => Hub + Broker + Store;

    public bool IsDisturbed => OthersShare > Disturbed;
}

/// <summary>Counts from its making on.</summary>
internal sealed class Meter
{
    private readonly Parts parts;
    private readonly Reading before;

    public Meter(Parts parts)
    {
        this.parts = parts;
        before = Read();
        Started = Stopwatch.GetTimestamp();
    }

    public long Started { get; }

    public Spent Stop()
    {
        var now = Read();
        var ours = new Spent(now.Hub - before.Hub, now.Broker - before.Broker, now.Store - before.Store, now.Load - before.Load, 0);
        return ours with { OthersShare = Share((now.Busy - before.Busy) - ours.Work - ours.Load, now.Total - before.Total) };
    }

    /// <returns>From 0 to 1: counters of the machine and of processes are not read in one instant.</returns>
    internal static double Share(double others, double total) => total <= 0 ? 0 : Math.Clamp(others / total, 0, 1);

    private Reading Read()
    {
        var (busy, total) = ProcessUse.Machine();
        return new Reading(ProcessUse.CpuSeconds(parts.Hub), Of(parts.Broker), Of(parts.Store), Environment.CpuUsage.TotalTime.TotalSeconds, busy, total);
    }

    private static double Of(int? process) => process is { } known ? ProcessUse.CpuSeconds(known) : 0;

    private sealed record Reading(double Hub, double Broker, double Store, double Load, double Busy, double Total);
}
