using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Learning;

public sealed class ModelAndRulesTests
{
    private const string LooksLikeWater = "kali meluber limpasan kali setinggi lutut pintu air macet limpasan masuk rumah";

    private static readonly RoutingKnowledge Learned = SmallKnowledge.Whole with { Model = ToyReports.Model };

    [Theory]
    [InlineData("neon padam neon redup di waduk sentosa banjir tiang neon berkedip", RoutingOutcome.Assigned, "PU-SDA")]
    [InlineData($"{LooksLikeWater} ada pungli", RoutingOutcome.Assigned, "PU-ITJEN")]
    [InlineData($"{LooksLikeWater} jalur antar provinsi. Kewenangan Pemerintah Kabupaten", RoutingOutcome.NotOurs, null)]
    public void An_asset_an_accusation_and_a_moderators_ending_decide_whatever_the_model_believes(string text, RoutingOutcome outcome, string? target)
    {
        var decision = Decide(Thresholds(automatic: 1.01), text);

        Assert.Equal(outcome, decision.Outcome);
        Assert.Equal(target, decision.Unit ?? decision.Addressee);
    }

    [Fact]
    public void At_the_threshold_no_person_is_asked_and_below_it_one_gets_the_answer_as_a_suggestion()
    {
        var sure = Decide(Thresholds(automatic: 0), LooksLikeWater);
        var asked = Decide(Thresholds(automatic: 1.01), LooksLikeWater);

        Assert.Equal((RoutingOutcome.Assigned, "PU-SDA"), (sure.Outcome, sure.Unit));
        Assert.Equal((RoutingOutcome.Triage, "PU-SDA"), (asked.Outcome, asked.SuggestedUnit));
        Assert.Equal(sure.Confidence, asked.Confidence);
        Assert.Equal("keyakinan", Assert.Single(asked.Explanation.Steps, step => step.Ended).Step);
        Assert.Equal(RoutingOutcome.Assigned, asked.Explanation.Leaning);
    }

    [Fact]
    public void Below_the_threshold_of_suggestions_a_person_gets_none()
    {
        var asked = Decide(Learned with { Thresholds = Learned.Thresholds with { Automatic = 1.02, Suggest = 1.01 } }, LooksLikeWater);

        Assert.Equal(RoutingOutcome.Triage, asked.Outcome);
        Assert.Null(asked.SuggestedUnit);
        Assert.Null(asked.Explanation.Leaning);
    }

    [Fact]
    public void With_hardly_a_known_word_the_rules_decide_alone()
    {
        Assert.Equal(RoutingOutcome.Triage, Decide(Thresholds(automatic: 0), "selamat pagi").Outcome);
        Assert.Equal(Json(SmallKnowledge.Whole, "jalan rusak"), Json(Learned, "jalan rusak"));
    }

    [Theory]
    [InlineData("jalan rusak", "jalan")]
    [InlineData("banjir", "sungai")]
    [InlineData("lampu jalan", "lampu")]
    public void Where_the_words_say_nothing_the_rules_are_followed(string found, string topic)
    {
        var told = Decide(Learned, $"mohon segera ditangani bapak terima kasih atas perhatian petugas warga merasa terganggu setiap hari {found}").Explanation;

        Assert.Equal(topic, told.Topic);
        Assert.Contains(told.Facts, fact => fact.Kind is "model");
    }

    [Fact]
    public void The_explanation_shows_both_shares_and_quotes_words_of_the_model_alone()
    {
        var told = Decide(Learned, $"{LooksLikeWater} rahasiaku zyxwv").Explanation;

        var facts = told.Facts.Where(fact => fact.Kind is "model").ToArray();
        Assert.Equal(2, facts.Length);
        Assert.StartsWith("SDA ", facts[0].Value, StringComparison.Ordinal);
        Assert.Matches(@"^aturan [+-]?\d+\.\d, kata [+-]?\d+\.\d: .*\bkali\b", facts[0].From);
        Assert.DoesNotContain("zyxwv", told.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("rahasiaku", told.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_report_is_explained_alike_to_the_byte_by_every_engine() =>
        Assert.Equal(Json(Learned, LooksLikeWater), Json(Learned with { Model = RoutingModelFile.Read(RoutingModelFile.Write(ToyReports.Model), []) }, LooksLikeWater));

    [Fact]
    public void A_label_without_a_topic_in_the_rules_is_a_fault()
    {
        var fault = Assert.Single(RoutingKnowledgeCheck.Run(Learned with { Topics = [SmallKnowledge.Road, SmallKnowledge.Lamp], Assets = [] }), fault => fault.File == KnowledgeFile.Model);

        Assert.Equal("SDA", fault.Entry);
        Assert.DoesNotContain(RoutingKnowledgeCheck.Run(Learned), fault => fault.File == KnowledgeFile.Model);
    }

    [Fact]
    public void To_suggest_later_than_to_decide_is_a_fault() =>
        Assert.Contains(RoutingKnowledgeCheck.Run(Learned with { Thresholds = new RoutingThresholds { Automatic = 0.5, Suggest = 0.6 } }), fault => fault.Entry is "thresholds.suggest");

    private static RoutingKnowledge Thresholds(double automatic) => Learned with { Thresholds = Learned.Thresholds with { Automatic = automatic, Suggest = 0 } };

    private static RoutingDecision Decide(RoutingKnowledge knowledge, string text) => new RoutingEngine(knowledge).Decide(SmallKnowledge.Facts(text));

    private static string Json(RoutingKnowledge knowledge, string text) => Decide(knowledge, text).Explanation.ToJson();
}
