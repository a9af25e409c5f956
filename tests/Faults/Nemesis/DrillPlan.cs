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
    private static readonly TimeSpan BetweenAlone = TimeSpan.FromMinutes(3);

    /// <summary>Room around a fault that stands alone: the hub has come back before it, and health has time to come back after it.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan After = TimeSpan.FromSeconds(18);

    /// <summary>The first part of a drill is quiet, to know what quiet looks like.</summary>
    public static TimeSpan Quiet(TimeSpan length) => TimeSpan.FromSeconds(Math.Clamp(length.TotalSeconds * 0.08, 8, 45));

    /// <summary>And the last, so that the load outlives the faults.</summary>
    public static TimeSpan Calm(TimeSpan length) => TimeSpan.FromSeconds(Math.Clamp(length.TotalSeconds * 0.05, 5, 30));

    public static IReadOnlyList<PlannedFault> Make(int seed, TimeSpan length, IReadOnlyList<FaultKind> kinds, bool embedded)
    {
        var catalogue = FaultForms.All.Where(form => kinds.Contains(form.Kind) && (!embedded || form.Embedded) && form.Longest < length / 4).ToList();
        var dice = new Random(Seeds.Of(seed, 2));
        var alone = embedded ? [] : Alone(seed, length, kinds);
        var plan = new List<PlannedFault>(alone);
        var free = Enum.GetValues<FaultTarget>().ToDictionary(target => target, _ => TimeSpan.Zero);
        var end = length - Calm(length);
        for (var at = Quiet(length); at < end && catalogue.Count > 0; at += TimeSpan.FromSeconds(Gap(dice, embedded)))
        {
            var now = at;
            var possible = catalogue.FindAll(form => free[form.Target] <= now && now + form.Longest <= end && !alone.Any(one => Disturbs(form, now, one)));
            if (possible.Count == 0)
            {
                continue;
            }

            var form = Pick(possible, dice);
            var held = form.Shortest + ((form.Longest - form.Shortest) * dice.NextDouble());
            plan.Add(new PlannedFault(0, form.Kind, form.Target, form.Variant) { At = at, Length = held });
            free[form.Target] = at + held + form.Recovery;
        }

        return [.. plan.OrderBy(fault => fault.At).Select((fault, index) => fault with { Number = index + 1 })];
    }

    /// <summary>Whether health shows what this target suffers, so that it would hide a fault that is to stand alone.</summary>
    public static bool Blurs(FaultTarget target) => target is not (FaultTarget.Channels or FaultTarget.ChannelLink or FaultTarget.Webhooks or FaultTarget.SecondHub);

    /// <summary>One for each three minutes, spread over the time.</summary>
    private static List<PlannedFault> Alone(int seed, TimeSpan length, IReadOnlyList<FaultKind> kinds)
    {
        var forms = FaultForms.Alone.Where(form => kinds.Contains(form.Kind)).ToList();
        var count = forms.Count == 0 ? 0 : (int)(length / BetweenAlone);
        return
        [
            .. Enumerable.Range(0, count).Select(index => (Form: forms[(index + seed) % forms.Count], At: (index + 0.55) * length / count))
                .Select(one => new PlannedFault(0, one.Form.Kind, one.Form.Target, one.Form.Variant) { At = one.At, Length = one.Form.Longest }),
        ];
    }

    private static bool Disturbs(FaultForm form, TimeSpan at, PlannedFault alone) =>
        Blurs(form.Target) && at < alone.End + After && at + form.Longest + form.Recovery + Before > alone.At;

    private static double Gap(Random dice, bool embedded) => (embedded ? 2.5 : 1.5) + (dice.NextDouble() * (embedded ? 6 : 4));

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
