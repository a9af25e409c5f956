using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Learning;

public sealed class RoutingTrainingTests
{
    [Fact]
    public void Training_again_gives_the_same_bytes() =>
        Assert.Equal(
            RoutingModelFile.Write(ToyReports.Model),
            RoutingModelFile.Write(RoutingTraining.Train(SmallKnowledge.Whole, ToyReports.Many, ToyReports.Provenance)));

    [Fact]
    public void A_model_that_stands_in_the_rules_changes_nothing_in_the_next_one() =>
        Assert.Equal(
            RoutingModelFile.Write(ToyReports.Model),
            RoutingModelFile.Write(RoutingTraining.Train(SmallKnowledge.Whole with { Model = ToyReports.Model }, ToyReports.Many, ToyReports.Provenance)));

    [Theory]
    [InlineData("selamat siang kami lapor ada bolong dan gompal lagi di dekat sekolah anak kami", "BINA_MARGA")]
    [InlineData("tadi malam kali meluber lagi dan limpasan sampai ke teras tetangga saya", "SDA")]
    [InlineData("semua neon redup lalu padam sejak hujan kemarin sore di blok kami", "NOT_OURS")]
    public void What_no_rule_knows_is_learned_from_examples(string text, string label)
    {
        var names = new RoutingLabelNames(SmallKnowledge.Whole.Units);

        Assert.Equal(label, names.Answer(Learned(0).Decide(SmallKnowledge.Facts(text))).Topic);
        Assert.Equal("NOT_OURS", names.Answer(new RoutingEngine(SmallKnowledge.Whole).Decide(SmallKnowledge.Facts(text))).Topic);
    }

    [Theory]
    [InlineData("surat untuk pak kades mengenai aspalnya yang bolong besar di tempat itu", Authority.Local)]
    [InlineData("jalur antar provinsi permukaan bolong besar dan sudah lama begini", Authority.National)]
    public void Whose_it_is_is_learned_as_a_question_of_its_own(string text, Authority authority) =>
        Assert.Equal(authority, Learned(0).Decide(SmallKnowledge.Facts(text)).Explanation.Authority);

    [Fact]
    public void A_misspelt_word_is_known_by_its_letters() =>
        Assert.Equal("jalan", Learned(0).Decide(SmallKnowledge.Facts("permukaannn bolongg besarr penggendara terperosokk mohon ditanggani segera")).Explanation.Topic);

    [Fact]
    public void The_scores_are_of_reports_that_the_judging_model_had_not_seen()
    {
        Assert.Equal(5, ToyReports.Model.Scores.Folds);
        Assert.InRange(ToyReports.Model.Scores.TopicAccuracy, 0.9, 1);

        var blind = RoutingTraining.Train(SmallKnowledge.Whole, [.. ToyReports.Many.Select((report, row) => report with { Topic = ToyReports.Many[(row * 7) % 180].Topic, Text = $"kata{(char)('a' + (row % 26))} acak tanpa arti sama sekali di sini {(char)('a' + (row % 23))}bc", Title = null })], ToyReports.Provenance);
        Assert.InRange(blind.Scores.TopicAccuracy, 0, 0.6);
    }

    [Fact]
    public void A_label_that_no_topic_has_is_refused_with_the_report_that_has_it()
    {
        var refused = Assert.Throws<ArgumentException>(() => RoutingTraining.Train(SmallKnowledge.Whole, [.. ToyReports.Many, new("odd-1", null, "teks", null, "KEHUTANAN", null)], ToyReports.Provenance));

        Assert.Contains("odd-1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("BINA_MARGA", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_topic_alone_teaches_nothing() =>
        Assert.Throws<ArgumentException>(() => RoutingTraining.Train(SmallKnowledge.Whole, [.. ToyReports.Many.Where(report => report.Topic is ToyReports.Road)], ToyReports.Provenance));

    private static RoutingEngine Learned(double automatic) =>
        new(SmallKnowledge.Whole with { Model = ToyReports.Model, Thresholds = SmallKnowledge.Whole.Thresholds with { Automatic = automatic, Suggest = 0 } });
}
