using Hub.Faults.Check;
using Hub.Faults.Ledgers;
using Hub.Faults.Nemesis;
using Hub.Faults.World;

namespace Hub.Faults.Tests.Check;

public sealed class RecoveriesTests
{
    [Fact]
    public void Spans_without_an_answer_are_found()
    {
        string[] words = ["Healthy", "Down", "Down", "Degraded", "Healthy", "Down", "Healthy"];
        var samples = words.Select((word, second) => new HealthSample(Story.Noon.AddSeconds(second), word, word, word)).ToList();

        Assert.Equal([(Story.Noon.AddSeconds(1), Story.Noon.AddSeconds(3)), (Story.Noon.AddSeconds(5), Story.Noon.AddSeconds(6))], Recoveries.Downs(samples));
    }

    [Fact]
    public void The_first_webhook_after_a_kill_tells_how_long_it_took()
    {
        var kill = new InjectedFault(
            new PlannedFault(1, FaultKind.F1, FaultTarget.Hub, "kill") { At = TimeSpan.Zero, Length = TimeSpan.Zero }, Story.Noon, Story.Noon.AddSeconds(2), null);
        WebhookAttempt[] attempts = [new(Story.Noon.AddSeconds(-1), 20, 200), new(Story.Noon.AddSeconds(1), 20, 503), new(Story.Noon.AddSeconds(3), 20, 200)];

        var figures = Recoveries.Of([], [kill], attempts);

        Assert.Equal((1, 2.0), (figures[0].Times, figures[0].Median));
        Assert.Equal((1, 3.02), (figures[1].Times, Math.Round(figures[1].Median, 3)));
    }
}
