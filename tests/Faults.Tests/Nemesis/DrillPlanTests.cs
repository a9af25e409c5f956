using Hub.Faults.Check;
using Hub.Faults.Nemesis;

namespace Hub.Faults.Tests.Nemesis;

public sealed class DrillPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Twenty = TimeSpan.FromMinutes(20);
    private static readonly FaultKind[] All = Enum.GetValues<FaultKind>();

    [Fact]
    public void One_seed_gives_one_plan() =>
        Assert.Equal(Text(DrillPlan.Make(1, Twenty, All, embedded: false)), Text(DrillPlan.Make(1, Twenty, All, embedded: false)));

    /// <summary>Another process must make the same plan: this line changes only when the catalogue does.</summary>
    [Fact]
    public void One_seed_gives_one_plan_in_every_process() => Assert.Equal(1147460720, Hub.Faults.Load.Seeds.Of(1, 2));

    [Fact]
    public void Another_seed_gives_another_plan() =>
        Assert.NotEqual(Text(DrillPlan.Make(1, Twenty, All, embedded: false)), Text(DrillPlan.Make(2, Twenty, All, embedded: false)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Twenty_minutes_hold_more_than_a_hundred_kills_in_production(int seed) =>
        Assert.InRange(Kills(DrillPlan.Make(seed, Twenty, All, embedded: false)), 110, 300);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void And_more_than_sixty_kills_of_the_hub_embedded(int seed) =>
        Assert.InRange(DrillPlan.Make(seed, Twenty, All, embedded: true).Count(fault => fault.Kind is FaultKind.F1), 66, 200);

    [Fact]
    public void The_embedded_shape_has_no_broker_and_no_server_to_break() =>
        Assert.DoesNotContain(
            DrillPlan.Make(1, Twenty, All, embedded: true),
            fault => fault.Target is FaultTarget.Broker or FaultTarget.Database or FaultTarget.BrokerLink or FaultTarget.DatabaseLink or FaultTarget.Queues or FaultTarget.SecondHub);

    [Fact]
    public void Only_the_kinds_that_were_asked_for_are_planned() =>
        Assert.Equal([FaultKind.F5, FaultKind.F13], DrillPlan.Make(1, Twenty, [FaultKind.F13, FaultKind.F5], embedded: false).Select(fault => fault.Kind).Distinct().Order());

    [Fact]
    public void No_target_has_two_faults_at_once()
    {
        foreach (var target in DrillPlan.Make(4, Twenty, All, embedded: false).GroupBy(fault => fault.Target))
        {
            Assert.All(target.Zip(target.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.At));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void In_twenty_minutes_health_is_timed_once_for_each_fault_that_it_must_show(int seed)
    {
        var faults = DrillPlan.Make(seed, Twenty, All, embedded: false).Select(fault => new InjectedFault(fault, Start + fault.At, Start + fault.End, null)).ToList();

        var timed = HealthCheck.Watch([], faults).Select(each => (each.Fault.Plan.Kind, each.Fault.Plan.Variant)).ToHashSet();

        Assert.Superset(
            new HashSet<(FaultKind, string)>
            {
                (FaultKind.F5, "kill"), (FaultKind.F5, "stop"), (FaultKind.F6, "disk"), (FaultKind.F6, "memory"), (FaultKind.F10, "kill"), (FaultKind.F10, "stop"),
            },
            timed);
    }

    [Fact]
    public void Begin_and_end_are_quiet()
    {
        var plan = DrillPlan.Make(5, Twenty, All, embedded: false);

        Assert.All(plan, fault => Assert.True(fault.At >= DrillPlan.Quiet(Twenty) && fault.End <= Twenty - DrillPlan.Calm(Twenty)));
    }

    [Fact]
    public void Every_kind_comes_within_an_hour() =>
        Assert.Equal(All, DrillPlan.Make(6, TimeSpan.FromHours(1), All, embedded: false).Select(fault => fault.Kind).Distinct().Order());

    private static int Kills(IReadOnlyList<PlannedFault> plan) => plan.Count(fault => new InjectedFault(fault, default, default, null).IsKill);

    private static string Text(IReadOnlyList<PlannedFault> plan) => string.Join('\n', plan);
}
