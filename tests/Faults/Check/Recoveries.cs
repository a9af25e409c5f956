using Hub.Faults.Ledgers;
using Hub.Faults.Nemesis;
using Hub.Faults.World;

namespace Hub.Faults.Check;

/// <summary>How long things took to come back. Pure.</summary>
internal static class Recoveries
{
    /// <summary>Spans in which the hub did not answer its health page.</summary>
    public static IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)> Downs(IReadOnlyList<HealthSample> samples)
    {
        var downs = new List<(DateTimeOffset, DateTimeOffset)>();
        DateTimeOffset? since = null;
        foreach (var sample in samples)
        {
            if (sample.Overall is HealthSample.Down)
            {
                since ??= sample.At;
            }
            else if (since is { } start)
            {
                downs.Add((start, sample.At));
                since = null;
            }
        }

        return downs;
    }

    public static IReadOnlyList<RecoveryFigures> Of(IReadOnlyList<HealthSample> samples, IReadOnlyList<InjectedFault> faults, IReadOnlyCollection<WebhookAttempt> attempts)
    {
        var real = faults.Where(fault => fault.Skipped is null).ToList();
        var taken = attempts.Where(attempt => attempt.Status == 200).Select(attempt => attempt.At.AddMilliseconds(attempt.Milliseconds)).Order().ToList();
        var watched = HealthCheck.Watch(samples, faults);
        return
        [
            Figures("hub killed until ready", real.Where(fault => fault.Plan.Kind is FaultKind.F1).Select(fault => fault.End - fault.Start)),
            Figures("hub killed until a webhook is taken", real.Where(fault => fault.Plan.Kind is FaultKind.F1).Select(fault => After(taken, fault.Start.AddMilliseconds(300)) - fault.Start)),
            Figures("database up again until a webhook is taken", real.Where(fault => fault.Plan.Kind is FaultKind.F10 && fault.Plan.Variant is not "session").Select(fault => After(taken, fault.End) - fault.End)),
            Figures("health says so, after a fault alone", watched.Select(each => each.Out)),
            Figures("health is back, after a fault alone", watched.Select(each => each.Returned)),
        ];
    }

    private static DateTimeOffset? After(List<DateTimeOffset> taken, DateTimeOffset from)
    {
        var at = taken.BinarySearch(from);
        at = at < 0 ? ~at : at;
        return at < taken.Count ? taken[at] : null;
    }

    private static RecoveryFigures Figures(string what, IEnumerable<TimeSpan> times) => Figures(what, times.Select(time => (TimeSpan?)time));

    private static RecoveryFigures Figures(string what, IEnumerable<TimeSpan?> times)
    {
        var sorted = times.OfType<TimeSpan>().Select(time => time.TotalSeconds).Order().ToList();
        return new RecoveryFigures(what, sorted.Count, LatencyCheck.Percentile(sorted, 0.5), LatencyCheck.Percentile(sorted, 0.99), sorted.Count == 0 ? double.NaN : sorted[^1]);
    }
}
