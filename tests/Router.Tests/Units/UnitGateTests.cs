using Hub.Router.Units;
using Hub.Testing;

namespace Hub.Router.Tests.Units;

public class UnitGateTests
{
    private readonly StoppedClock clock = new(new DateTimeOffset(2026, 11, 2, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_unit_that_never_answers_gets_one_probe_at_a_time_and_ever_fewer()
    {
        using var gate = new UnitGate(clock);
        for (var call = 0; call < UnitGate.FailuresToShut; call++)
        {
            Assert.True(await gate.EnterAsync(default));
            gate.Leave(answered: false);
        }

        var probes = 0;
        for (var second = 0; second < 300; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            if (await gate.EnterAsync(default))
            {
                probes++;
                Assert.False(await gate.EnterAsync(default));
                gate.Leave(answered: false);
            }
        }

        Assert.InRange(probes, 5, 12);
    }

    [Fact]
    public async Task One_answer_opens_the_gate_for_all()
    {
        using var gate = new UnitGate(clock);
        for (var call = 0; call < UnitGate.FailuresToShut; call++)
        {
            await gate.EnterAsync(default);
            gate.Leave(answered: false);
        }

        Assert.False(gate.IsOpen);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(await gate.EnterAsync(default));
        gate.Leave(answered: true);

        Assert.True(await gate.EnterAsync(default));
        Assert.True(await gate.EnterAsync(default));
    }

    [Fact]
    public async Task A_slow_unit_holds_no_more_than_its_places()
    {
        using var gate = new UnitGate(clock);
        for (var call = 0; call < UnitGate.AtOnce; call++)
        {
            Assert.True(await gate.EnterAsync(default));
        }

        Assert.False(await gate.EnterAsync(default));
    }
}
