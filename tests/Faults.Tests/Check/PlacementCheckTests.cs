using Hub.Faults.Check;
using Hub.Faults.Ledgers;

namespace Hub.Faults.Tests.Check;

public sealed class PlacementCheckTests
{
    [Fact]
    public void A_story_without_a_fault_has_no_violation() => Assert.Empty(PlacementCheck.Judge(Story.Good));

    [Fact]
    public void An_accepted_report_that_the_hub_does_not_have_is_lost()
    {
        var facts = Story.Good with { Accepted = [.. Story.Good.Accepted, new AcceptedReport(Story.Noon, "whatsapp", "wa-9")] };

        Only(facts, "S1", Harm.Lost);
    }

    [Fact]
    public void A_message_that_joined_another_report_is_not_lost()
    {
        var facts = Story.Good with
        {
            Accepted = [.. Story.Good.Accepted, new AcceptedReport(Story.Noon, "whatsapp", "wa-9")],
            Keys = new HashSet<(string, string)> { ("whatsapp", "wa-9") },
        };

        Assert.Empty(PlacementCheck.Judge(facts));
    }

    [Theory]
    [InlineData("Received")]
    [InlineData("ReturnedByUnit")]
    public void An_accepted_report_that_nobody_decided_on_is_lost(string state)
    {
        var facts = Story.Good with { Reports = [Story.Good.Reports[0], Story.Good.Reports[1] with { State = state }, Story.Good.Reports[2]] };

        Only(facts, "S1", Harm.Lost);
    }

    [Fact]
    public void A_report_whose_unit_never_got_it_is_lost()
    {
        var facts = Story.Good with { UnitReceipts = [.. Story.Good.UnitReceipts.Where(receipt => receipt.Unit != "PU-CK")] };

        Only(facts, "S1", Harm.Lost);
    }

    [Fact]
    public void Two_events_for_one_assignment_are_a_double()
    {
        var facts = Story.Good with { UnitReceipts = [.. Story.Good.UnitReceipts, Story.Got("PU-BM", 1, "e-1b")] };

        Only(facts, "S1", Harm.Doubled);
    }

    [Fact]
    public void A_unit_that_got_a_report_of_another_unit_is_a_double()
    {
        var facts = Story.Good with { UnitReceipts = [.. Story.Good.UnitReceipts, Story.Got("PU-SDA", 1, "e-9")] };

        Only(facts, "S1", Harm.Doubled);
    }

    [Fact]
    public void One_external_id_in_two_reports_is_a_double()
    {
        var twin = Story.Good.Reports[1] with { Id = Story.Id(22) };

        Only(Story.Good with { Reports = [.. Story.Good.Reports, twin] }, "S1", Harm.Doubled);
    }

    [Fact]
    public void A_report_that_nobody_sent_is_invented()
    {
        var stranger = new StoredReport(Story.Id(5), "cc158", "158-99", "Triage", null);

        Only(Story.Good with { Reports = [.. Story.Good.Reports, stranger] }, "S2", Harm.Other);
    }

    [Fact]
    public void An_event_about_a_report_that_the_hub_does_not_have_is_invented()
    {
        var ghost = Story.Got("PU-BM", 77, "e-77") with { Type = "id.go.pu.hub.report.amended.v1" };

        Only(Story.Good with { UnitReceipts = [.. Story.Good.UnitReceipts, ghost] }, "S2", Harm.Other);
    }

    [Fact]
    public void A_report_from_a_forged_webhook_is_seen()
    {
        var forged = new StoredReport(Story.Id(6), "whatsapp", "wa-4", "Triage", null);

        Only(Story.Good with { Reports = [.. Story.Good.Reports, forged] }, "S10", Harm.Other);
    }

    [Fact]
    public void One_scenario_on_one_channel_that_is_decided_in_two_ways_is_seen()
    {
        var facts = Story.Good with
        {
            Sent = [.. Story.Good.Sent, new SentReport(Story.Noon, "cc158", "158-7", "158-7", 7, "D-2")],
            Reports = [.. Story.Good.Reports, new StoredReport(Story.Id(7), "cc158", "158-7", "NotOurs", null) { FirstDecision = "NotOurs EXT-KAB" }],
        };

        Only(facts, "S5", Harm.Other);
    }

    [Fact]
    public void An_event_that_names_another_unit_leaks()
    {
        var facts = Story.Good with { UnitReceipts = [Story.Good.UnitReceipts[0] with { NamedUnit = "PU-CK" }, .. Story.Good.UnitReceipts.Skip(1)] };

        Only(facts, "S7", Harm.Leak);
    }

    [Fact]
    public void A_reference_to_the_citizen_of_an_anonymous_report_leaks()
    {
        var facts = Story.Good with { UnitReceipts = [Story.Good.UnitReceipts[0] with { HasReporter = true }, .. Story.Good.UnitReceipts.Skip(1)] };

        Only(facts, "S8", Harm.Leak);
    }

    private static void Only(DrillFacts facts, string rule, Harm harm)
    {
        var violation = Assert.Single(PlacementCheck.Judge(facts));
        Assert.Equal((rule, harm), (violation.Rule, violation.Harm));
    }
}
