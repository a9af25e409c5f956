using Hub.Faults.Check;
using Hub.Faults.Ledgers;
using Hub.Faults.Nemesis;

namespace Hub.Faults.Tests.Check;

public sealed class LatencyCheckTests
{
    [Fact]
    public void Slow_answers_while_only_the_broker_is_away_are_seen()
    {
        var figures = LatencyCheck.Figures([.. Attempts(0, 20, 10), .. Attempts(20, 20, 900)], [Fault(FaultTarget.Broker, 20, 40)], []);

        Assert.Equal("L6", Assert.Single(LatencyCheck.Judge(figures)).Rule);
    }

    [Fact]
    public void Slow_answers_while_the_database_is_away_are_not_the_hubs()
    {
        var figures = LatencyCheck.Figures([.. Attempts(0, 20, 10), .. Attempts(20, 20, 900)], [Fault(FaultTarget.Database, 20, 40)], []);

        Assert.Empty(LatencyCheck.Judge(figures));
    }

    [Fact]
    public void A_machine_that_is_slow_in_quiet_is_not_the_faults_doing()
    {
        var figures = LatencyCheck.Figures([.. Attempts(0, 20, 600), .. Attempts(20, 20, 900)], [Fault(FaultTarget.Broker, 20, 40)], []);

        Assert.Empty(LatencyCheck.Judge(figures));
    }

    [Fact]
    public void What_was_not_answered_200_counts_as_failed()
    {
        var figures = LatencyCheck.Figures([.. Attempts(0, 20, 10).Select((attempt, index) => attempt with { Status = index % 10 == 0 ? 503 : 200 })], [], []);

        Assert.Equal((180, 20), (figures[^1].Answered, figures[^1].Failed));
    }

    private static IEnumerable<WebhookAttempt> Attempts(int from, int seconds, double milliseconds) =>
        Enumerable.Range(0, seconds * 10).Select(tenth => new WebhookAttempt(Story.Noon.AddSeconds(from + (tenth / 10.0)), milliseconds, 200));

    private static InjectedFault Fault(FaultTarget target, int start, int end) => new(
        new PlannedFault(1, FaultKind.F5, target, "kill") { At = TimeSpan.Zero, Length = TimeSpan.Zero }, Story.Noon.AddSeconds(start), Story.Noon.AddSeconds(end), null);
}
