using Hub.Contracts.Reports;
using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Router.Tests.Routing;

public sealed class RoutingEngineTests
{
    private static readonly RoutingKnowledge Whole = SmallKnowledge.Whole;

    [Theory]
    [InlineData("jalan rusak", RoutingOutcome.Assigned, "PU-BM", "pokok laporan")]
    [InlineData("lampu jalan mati", RoutingOutcome.NotOurs, "EXT-KAB", "pokok laporan")]
    [InlineData("jalan desa rusak", RoutingOutcome.NotOurs, null, "kewenangan")]
    [InlineData("banjir di waduk sentosa", RoutingOutcome.Assigned, "PU-SDA", "aset bernama")]
    [InlineData("ada pungli", RoutingOutcome.Assigned, "PU-ITJEN", "isi terbatas")]
    [InlineData("selamat pagi", RoutingOutcome.Triage, null, "pokok laporan")]
    public void The_first_step_that_knows_ends_it(string text, RoutingOutcome outcome, string? target, string step)
    {
        var decision = Decide(Whole, text);

        Assert.Equal(outcome, decision.Outcome);
        Assert.Equal(target, decision.Unit ?? decision.Addressee);
        Assert.Equal(step, Assert.Single(decision.Explanation.Steps, taken => taken.Ended).Step);
    }

    [Theory]
    [InlineData("jalan nasional rusak, jalan desa", Authority.National)]
    [InlineData("jalan nasional rusak. Kewenangan Pemerintah Kabupaten", Authority.Local)]
    [InlineData("jalan rusak dekat jalan desa", Authority.Unknown)]
    public void A_moderator_beats_a_name_and_a_name_beats_an_address(string text, Authority authority) =>
        Assert.Equal(authority, Decide(Whole, text).Explanation.Authority);

    [Theory]
    [InlineData("aspal penuh lubang", true)]
    [InlineData("aspal satu dua tiga lubang", false)]
    public void Near_means_within_so_many_words(string text, bool matches) =>
        Assert.Equal(matches, Decide(Whole, text).Explanation.Topic is "jalan");

    [Fact]
    public void What_stands_after_a_landmark_is_scenery() =>
        Assert.Equal(RoutingOutcome.Triage, Decide(Whole, "kami tinggal dekat sungai meluap").Outcome);

    [Fact]
    public void A_topic_whose_unit_is_not_in_force_is_for_a_person()
    {
        var later = Whole with { Units = new UnitDirectory([.. SmallKnowledge.Units.Select(unit => unit.Code is "PU-BM" ? unit with { ValidFrom = new DateOnly(2030, 1, 1) } : unit)]) };

        Assert.Equal(RoutingOutcome.Triage, Decide(later, "jalan rusak").Outcome);
    }

    [Fact]
    public void The_day_is_that_of_Jakarta()
    {
        var facts = SmallKnowledge.Facts("jalan rusak") with { ReceivedAt = new DateTimeOffset(2024, 10, 20, 17, 30, 0, TimeSpan.Zero) };

        Assert.Equal(new DateOnly(2024, 10, 21), new RoutingEngine(Whole).Decide(facts).Explanation.StructureOf);
    }

    [Fact]
    public void A_secret_report_may_be_left_to_its_unit_and_stays_restricted()
    {
        var open = Whole with { Restricted = Whole.Restricted with { SecretReports = false } };

        var decision = new RoutingEngine(open).Decide(SmallKnowledge.Facts("jalan rusak") with { Sensitivity = new Sensitivity(false, true) });

        Assert.Equal("PU-BM", decision.Unit);
        Assert.True(decision.Restricted);
    }

    [Fact]
    public void Two_subjects_that_are_level_are_for_a_person_with_a_suggestion()
    {
        var clear = Decide(Whole, "banjir dan jalan rusak");
        var level = Decide(Whole with { Topics = [SmallKnowledge.Road with { Rules = [SmallKnowledge.Rule("jalan.frasa", 3, "jalan rusak")] }, SmallKnowledge.River] }, "banjir dan jalan rusak");

        Assert.Equal("PU-BM", clear.Unit);
        Assert.Equal(RoutingOutcome.Triage, level.Outcome);
        Assert.NotNull(level.SuggestedUnit);
        Assert.Contains("jalan dan juga sungai", level.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_rule_set_is_named_in_the_explanation() =>
        Assert.NotEqual(Decide(Whole, "jalan rusak").Explanation.ToJson(), Decide(Whole with { Version = "other" }, "jalan rusak").Explanation.ToJson());

    private static RoutingDecision Decide(RoutingKnowledge knowledge, string text) => new RoutingEngine(knowledge).Decide(SmallKnowledge.Facts(text));
}
