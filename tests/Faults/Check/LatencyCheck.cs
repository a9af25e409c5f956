using Hub.Faults.Ledgers;
using Hub.Faults.Nemesis;

namespace Hub.Faults.Check;

/// <summary>How fast webhooks were answered when all was quiet, and while neighbours other than the database were broken (L6). Pure.</summary>
internal static class LatencyCheck
{
    public const string Quiet = "quiet";
    public const string Faulty = "faults, hub and database up";

    /// <summary>RELIABILITY 3.8: broker dead or in alarm.</summary>
    public const double Slowest = 500;

    /// <summary>Fewer answers say nothing about one in a hundred.</summary>
    private const int Enough = 100;

    /// <summary>For the quiet, which is short, a rough picture will do.</summary>
    private const int Few = 20;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<LatencyFigures> Figures(IReadOnlyCollection<WebhookAttempt> attempts, IReadOnlyList<InjectedFault> faults, IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)> downs)
    {
        var real = faults.Where(fault => fault.Skipped is null).ToList();
        var first = real.Count == 0 ? DateTimeOffset.MaxValue : real.Min(fault => fault.Start);
        var begin = attempts.Count == 0 ? default : attempts.Min(attempt => attempt.At) + WarmUp;
        var hurt = real.Where(fault => Hurts(fault.Plan)).Select(fault => (fault.Start, End: fault.End + Afterwards)).Concat(downs.Select(down => (down.Start, End: down.End + Afterwards))).ToList();
        return
        [
            Of(Quiet, attempts.Where(attempt => attempt.At >= begin && attempt.At < first)),
            Of(Faulty, attempts.Where(attempt => attempt.At >= first && !hurt.Any(span => attempt.At >= span.Start && attempt.At < span.End))),
            Of("all", attempts),
        ];
    }

    /// <summary>A machine that is busy with others answers late in quiet too; that is not the faults' doing.</summary>
    public static IEnumerable<Violation> Judge(IReadOnlyList<LatencyFigures> figures, double slack = 1)
    {
        var quiet = figures.Where(each => each is { When: Quiet, Answered: >= Few }).Select(each => each.Slow).DefaultIfEmpty(0).First();
        return figures.Where(each => each is { When: Faulty, Answered: >= Enough } && each.Slow > Slowest * slack && each.Slow > 2 * quiet * slack)
            .Select(each => new Violation("L6", Harm.Other, $"Webhooks took {each.Slow:0} ms at p99 ({each.When}), {quiet:0} ms in quiet; {Slowest * slack:0} ms or {2 * slack:0.#} times the quiet are allowed."));
    }

    /// <summary>Faults that take the hub or its database away.</summary>
    private static bool Hurts(PlannedFault fault) => fault.Target is FaultTarget.Hub or FaultTarget.Database or FaultTarget.DatabaseLink;

    private static LatencyFigures Of(string when, IEnumerable<WebhookAttempt> attempts)
    {
        var all = attempts.ToList();
        var taken = all.FindAll(attempt => attempt.Status == 200).ConvertAll(attempt => attempt.Milliseconds);
        taken.Sort();
        return new LatencyFigures(when, taken.Count, all.Count - taken.Count, Percentile(taken, 0.5), Percentile(taken, 0.99));
    }

    internal static double Percentile(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
