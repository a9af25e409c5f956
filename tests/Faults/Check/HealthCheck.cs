using Hub.Faults.Nemesis;
using Hub.Faults.World;

namespace Hub.Faults.Check;

/// <summary>L2: a fault that holds long enough shows in the part of health that it concerns, in time, and is gone in time. Pure.</summary>
internal static class HealthCheck
{
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(15);

    /// <summary>The watch looks twice a second.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(1);

    /// <summary>How long health was on its way out and back, for faults that could be judged.</summary>
    public static IReadOnlyList<(InjectedFault Fault, TimeSpan? Out, TimeSpan? Returned)> Watch(IReadOnlyList<HealthSample> samples, IReadOnlyList<InjectedFault> faults) =>
    [
        .. faults.Where(fault => fault.Skipped is null && Limit(fault) is { } limit && fault.End - fault.Start >= limit + Blur && IsAlone(fault, faults))
            .Select(fault => (
                fault,
                First(samples, fault.Start, sample => Part(fault, sample) is not HealthSample.Healthy),
                First(samples, fault.End, sample => Part(fault, sample) is HealthSample.Healthy))),
    ];

    public static IEnumerable<Violation> Judge(IReadOnlyList<HealthSample> samples, IReadOnlyList<InjectedFault> faults, double slack = 1)
    {
        foreach (var (fault, left, returned) in Watch(samples, faults))
        {
            var limit = Limit(fault)!.Value * slack;
            if (left is null || left > limit + Blur)
            {
                yield return new Violation("L2", Harm.Other, $"{fault.Plan}: health said so after {Seconds(left)}; {limit.TotalSeconds:0} s are allowed.");
            }

            if (returned is null || returned > (Back * slack) + Blur)
            {
                yield return new Violation("L2", Harm.Other, $"{fault.Plan}: health was back after {Seconds(returned)}; {(Back * slack).TotalSeconds:0} s are allowed.");
            }
        }
    }

    /// <returns>Null for faults that health need not show.</returns>
    private static TimeSpan? Limit(InjectedFault fault) => fault.Plan switch
    {
        { Kind: FaultKind.F10, Variant: "kill" } or { Kind: FaultKind.F5 or FaultKind.F7, Variant: "kill" or "wipe" } => TimeSpan.FromSeconds(5),
        { Kind: FaultKind.F10 or FaultKind.F5, Variant: "stop" } or { Kind: FaultKind.F6 } => TimeSpan.FromSeconds(10),
        _ => null,
    };

    private static string Part(InjectedFault fault, HealthSample sample) => fault.Plan.Kind is FaultKind.F10 ? sample.Store : sample.Broker;

    /// <summary>No other fault hides or prolongs it.</summary>
    private static bool IsAlone(InjectedFault fault, IReadOnlyList<InjectedFault> faults) => !faults.Any(other =>
        other != fault && other.Skipped is null && DrillPlan.Blurs(other.Plan.Target) && other.Start < fault.End + Back + Blur && fault.Start < other.End + TimeSpan.FromSeconds(8));

    private static TimeSpan? First(IReadOnlyList<HealthSample> samples, DateTimeOffset from, Func<HealthSample, bool> isIt) =>
        samples.FirstOrDefault(sample => sample.At >= from && isIt(sample)) is { } found ? found.At - from : null;

    private static string Seconds(TimeSpan? time) => time is { } known ? $"{known.TotalSeconds:0.0} s" : "never";
}
