using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.StatusSync;

public class CircuitRulesTests
{
    private static readonly DateTimeOffset Now = RouterRig.Start;
    private static readonly CircuitLimits Limits = new(5, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
    private static readonly ChannelCircuit Fresh = CircuitRules.Fresh("kanal", Now);
    private static readonly Guid Lease = Guid.Parse("01900000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(1, 40, false)]
    [InlineData(4, 4, false)]
    [InlineData(5, 5, true)]
    [InlineData(3, 12, false)]
    public void Failures_of_many_reports_in_a_row_open_it_and_those_of_a_few_do_not(int reports, int failures, bool opens)
    {
        var circuit = Fresh;
        for (var failure = 0; failure < failures; failure++)
        {
            circuit = Fail(circuit, ReportOf(failure % reports));
        }

        Assert.Equal(opens, circuit.State is CircuitState.Open);
    }

    [Fact]
    public void A_success_in_between_forgets_the_failures()
    {
        var circuit = Enumerable.Range(0, 4).Aggregate(Fresh, (each, number) => Fail(each, ReportOf(number)));

        circuit = CircuitRules.Told(circuit, null, Now);

        Assert.Equal(CircuitState.Closed, Enumerable.Range(4, 4).Aggregate(circuit, (each, number) => Fail(each, ReportOf(number))).State);
        Assert.True(CircuitRules.IsPlain(circuit));
    }

    [Fact]
    public void A_fault_of_the_whole_channel_opens_it_at_once_and_its_retry_after_is_the_least_pause()
    {
        var circuit = CircuitRules.Failed(Fresh, Failure(0) with { WholeChannel = true, RetryAfter = TimeSpan.FromSeconds(90) }, Limits, Now);

        Assert.Equal(CircuitState.Open, circuit.State);
        Assert.InRange(circuit.RetryAt, Now + TimeSpan.FromSeconds(90), Now + TimeSpan.FromSeconds(99));
        Assert.Equal(CircuitGate.Shut, CircuitRules.Judge(circuit, Now + TimeSpan.FromSeconds(89), 0));
        Assert.Equal(CircuitGate.Probe, CircuitRules.Judge(circuit, Now + TimeSpan.FromSeconds(99), 0));
    }

    [Fact]
    public void Each_failed_probe_makes_the_pause_longer_up_to_the_longest()
    {
        var circuit = Open();
        var pauses = new List<double>();
        for (var probe = 0; probe < 12; probe++)
        {
            circuit = Fail(CircuitRules.Probing(circuit, Lease, Now), ReportOf(probe), Lease);
            pauses.Add((circuit.RetryAt - Now).TotalSeconds);
        }

        Assert.Equal(CircuitState.Open, circuit.State);
        Assert.All(pauses.Zip(pauses.Skip(2)), pair => Assert.True(pair.Second > pair.First || pair.Second >= 240, $"{pair.First} and then {pair.Second}"));
        Assert.All(pauses, pause => Assert.InRange(pause, 3.2, 360));
    }

    [Fact]
    public void Only_the_probe_closes_it_and_only_the_probe_opens_it_again()
    {
        var halfOpen = CircuitRules.Probing(Open(), Lease, Now + TimeSpan.FromSeconds(30));
        var other = Guid.Parse("01900000-0000-7000-8000-000000000002");

        Assert.Equal(halfOpen, CircuitRules.Told(halfOpen, other, Now));
        Assert.Equal(halfOpen, Fail(halfOpen, ReportOf(7), other));
        Assert.Equal(halfOpen, CircuitRules.Voided(halfOpen, other, Now));
        Assert.Equal(CircuitState.Closed, CircuitRules.Told(halfOpen, Lease, Now).State);
        Assert.Equal(CircuitGate.Probe, CircuitRules.Judge(CircuitRules.Voided(halfOpen, Lease, Now), Now, 0));
    }

    [Fact]
    public void A_probe_whose_process_died_is_replaced_when_its_lease_is_over()
    {
        var halfOpen = CircuitRules.Probing(Open(), Lease, Now + TimeSpan.FromSeconds(30));

        Assert.Equal(CircuitGate.Shut, CircuitRules.Judge(halfOpen, Now + TimeSpan.FromSeconds(29), 0));
        Assert.Equal(CircuitGate.Probe, CircuitRules.Judge(halfOpen, Now + TimeSpan.FromSeconds(30), 0));
    }

    [Fact]
    public void After_closing_one_more_may_go_at_once_for_each_ten_that_were_told()
    {
        var circuit = CircuitRules.Told(CircuitRules.Probing(Open(), Lease, Now), Lease, Now);
        Assert.Equal(CircuitGate.Ramp, CircuitRules.Judge(circuit, Now, 0));
        Assert.Equal(CircuitGate.Shut, CircuitRules.Judge(circuit, Now, 1));

        var told = 1;
        while (!CircuitRules.IsPlain(circuit))
        {
            Assert.True(CircuitRules.Allowance(circuit) <= 1 + (told / 10), "Too many at once.");
            circuit = CircuitRules.Told(circuit, null, Now);
            told++;
        }

        Assert.Equal((CircuitGate.Free, 0), (CircuitRules.Judge(circuit, Now, 1_000), circuit.Openings));
    }

    [Fact]
    public void What_was_sent_before_it_opened_changes_nothing_but_a_longer_wait_counts()
    {
        var open = Open();

        Assert.Equal(open, CircuitRules.Told(open, Lease, Now));
        Assert.Equal(open, Fail(open, ReportOf(9)));
        Assert.Equal(Now + TimeSpan.FromMinutes(9), CircuitRules.Failed(open, Failure(9) with { WholeChannel = true, RetryAfter = TimeSpan.FromMinutes(9) }, Limits, Now).RetryAt);
    }

    [Fact]
    public void What_a_person_opened_is_never_probed()
    {
        Assert.Equal(CircuitGate.Shut, CircuitRules.Judge(Open() with { HeldBy = "sari" }, Now + TimeSpan.FromDays(3), 0));
    }

    private static ChannelCircuit Open() => CircuitRules.Failed(Fresh, Failure(0) with { WholeChannel = true }, Limits, Now);

    private static ChannelCircuit Fail(ChannelCircuit circuit, Guid report, Guid? lease = null) => CircuitRules.Failed(circuit, new CircuitFailure(report, lease, "away"), Limits, Now);

    private static CircuitFailure Failure(int report) => new(ReportOf(report), null, "away");

    private static Guid ReportOf(int number) => new(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
