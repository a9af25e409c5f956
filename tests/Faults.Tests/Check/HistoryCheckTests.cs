using Hub.Faults.Check;

namespace Hub.Faults.Tests.Check;

public sealed class HistoryCheckTests
{
    [Fact]
    public void A_story_without_a_fault_has_no_violation() => Assert.Empty(HistoryCheck.Judge(Story.Good));

    [Fact]
    public void A_history_that_ends_elsewhere_than_the_report_is_seen()
    {
        var facts = Story.Good with { Reports = [Story.Good.Reports[0] with { State = "InProgress" }] };

        Assert.Contains(HistoryCheck.Judge(facts), violation => violation.Rule is "S9" && violation.Text.Contains("InProgress", StringComparison.Ordinal));
    }

    [Fact]
    public void One_change_that_stands_twice_is_a_double()
    {
        var facts = Story.Good with { Lines = [.. Story.Good.Lines, new StoredLine(Story.Id(1), "state", "Answered")] };

        Assert.Equal(Harm.Doubled, Assert.Single(HistoryCheck.Judge(facts)).Harm);
    }

    [Fact]
    public void A_decision_without_a_line_is_seen()
    {
        var facts = Story.Good with { Decisions = [.. Story.Good.Decisions, new StoredDecision(Story.Id(15), Story.Id(1), "Assigned", "PU-BM")] };

        Assert.Contains("2 decisions", Assert.Single(HistoryCheck.Judge(facts)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_for_the_channel_without_a_line_is_seen()
    {
        var facts = Story.Good with { Statuses = [.. Story.Good.Statuses, new StoredStatus(Story.Operation(9), Story.Id(1), "whatsapp", 4, "Closed", "Delivered", 0)] };

        Assert.Contains("Closed", Assert.Single(HistoryCheck.Judge(facts)).Text, StringComparison.Ordinal);
    }
}
