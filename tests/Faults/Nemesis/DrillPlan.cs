using System.Globalization;
using Hub.Faults.Load;

namespace Hub.Faults.Nemesis;

/// <summary>One fault at its time.</summary>
/// <param name="Variant">Which form of it; the injector knows the forms of its kind.</param>
internal sealed record PlannedFault(int Number, FaultKind Kind, FaultTarget Target, string Variant)
{
    public required TimeSpan At { get; init; }

    /// <summary>How long it holds; nothing for faults of an instant.</summary>
    public required TimeSpan Length { get; init; }

    public TimeSpan End => At + Length;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,7:0.0} s  {Kind,-3} {Target} {Variant}{(Length > TimeSpan.Zero ? $" for {Length.TotalSeconds:0.0} s" : "")}");
}

/// <summary>The whole nemesis, made from the seed before anything starts: the same seed, length and kinds give the same faults.</summary>
internal static class DrillPlan
{
    /// <summary>The first part of a drill is quiet, to know what quiet looks like.</summary>
    public static TimeSpan Quiet(TimeSpan length) => TimeSpan.FromSeconds(Math.Clamp(length.TotalSeconds * 0.08, 8, 45));

    /// <summary>And the last, so that the load outlives the faults.</summary>
    public static TimeSpan Calm(TimeSpan length) => TimeSpan.FromSeconds(Math.Clamp(length.TotalSeconds * 0.05, 5, 30));

    public static IReadOnlyList<PlannedFault> Make(int seed, TimeSpan length, IReadOnlyList<FaultKind> kinds, bool embedded)
    {
        var catalogue = FaultForms.All.Where(form => kinds.Contains(form.Kind) && (!embedded || form.Embedded) && form.Longest < length / 4).ToList();
        var dice = new Random(Seeds.Of(seed, 2));
        var plan = new List<PlannedFault>();
        var free = Enum.GetValues<FaultTarget>().ToDictionary(target => target, _ => TimeSpan.Zero);
        var end = length - Calm(length);
        for (var at = Quiet(length); at < end && catalogue.Count > 0; at += TimeSpan.FromSeconds(Gap(dice, embedded)))
        {
            var now = at;
            var possible = catalogue.FindAll(form => free[form.Target] <= now && now + form.Longest <= end);
            if (possible.Count == 0)
            {
                continue;
            }

            var form = Pick(possible, dice);
            var held = form.Shortest + ((form.Longest - form.Shortest) * dice.NextDouble());
            plan.Add(new PlannedFault(plan.Count + 1, form.Kind, form.Target, form.Variant) { At = at, Length = held });
            free[form.Target] = at + held + form.Recovery;
        }

        return plan;
    }

    private static double Gap(Random dice, bool embedded) => (embedded ? 2.5 : 2) + (dice.NextDouble() * (embedded ? 6 : 5));

    private static FaultForm Pick(List<FaultForm> possible, Random dice)
    {
        var at = dice.NextDouble() * possible.Sum(form => form.Weight);
        foreach (var form in possible)
        {
            at -= form.Weight;
            if (at < 0)
            {
                return form;
            }
        }

        return possible[^1];
    }
}
