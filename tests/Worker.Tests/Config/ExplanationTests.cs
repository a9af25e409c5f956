using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Tests.Config;

public sealed class ExplanationTests
{
    private static readonly ReportFacts Facts = ShippedRules.Facts("Jln. Rusak parah & lobang2 di dekat pasar, airnya dari selokan meluber. wr.wbDemikian laporan saya")
        with
    { Title = "JALAN RUSAK", Category = "PEKERJAAN UMUM DAN PENATAAN RUANG > JALAN BERLUBANG", Place = new ReportPlace("Kabupaten Bone, Sulawesi Selatan") };

    [Fact]
    public void The_same_facts_and_files_explain_byte_for_byte_alike()
    {
        var first = new RoutingEngine(ShippedRules.Knowledge).Decide(Facts).Explanation.ToJson();
        var second = new RoutingEngine(ShippedRules.Knowledge with { }).Decide(Facts with { }).Explanation.ToJson();

        Assert.Equal(first, second);
    }

    [Fact]
    public void Many_decisions_at_once_are_the_decision_of_one()
    {
        var engine = new RoutingEngine(ShippedRules.Knowledge);
        var alone = engine.Decide(Facts).Explanation.ToJson();
        var together = new string[200];

        Parallel.For(0, together.Length, index => together[index] = engine.Decide(Facts).Explanation.ToJson());

        Assert.All(together, json => Assert.Equal(alone, json));
    }

    [Fact]
    public void It_names_rule_set_steps_winner_and_losers()
    {
        var told = ShippedRules.Decide(Facts).Explanation;

        Assert.Equal(ShippedRules.Knowledge.Version, told.RuleSet);
        Assert.Equal(["isi terbatas", "kementerian", "aset bernama", "kategori kanal", "kewenangan", "pokok laporan"], told.Steps.Select(step => step.Step));
        Assert.Equal([false, false, false, false, false, true], told.Steps.Select(step => step.Ended));
        Assert.Equal("jalan.frasa", told.WinningRule);
        Assert.Contains(told.Candidates, candidate => candidate.Topic == "drainase" && candidate.Why.StartsWith("peluang lebih rendah", StringComparison.Ordinal));
        Assert.Contains(told.Facts, fact => fact is { Kind: "place", Value: "Kabupaten Bone, Sulawesi Selatan" });
    }

    [Fact]
    public void It_quotes_rules_and_never_the_citizen()
    {
        var json = ShippedRules.Decide("Nama saya Suketi Wulandari 081234567890, jalan rusak di gang kami").Explanation.ToJson();

        Assert.DoesNotContain("Suketi", json, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0812", json, StringComparison.Ordinal);
        Assert.Contains("jalan rusak", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JALAN RUSAK PARAH")]
    [InlineData("jln rusak parah")]
    [InlineData("Jl.\u00a0Rusak\u200b parah")]
    [InlineData("jalán rúsak parah")]
    [InlineData("wr.wbJalan ruksakParah")]
    [InlineData("jalannya rusaaaaak sekali, jalan rusakkkk")]
    [InlineData("\ud835\udc0cohon jalan\nrusak \ud83d")]
    public void Real_spelling_is_read(string text) => Assert.Equal("jalan", ShippedRules.Decide(text).Explanation.Topic);

    [Theory]
    [InlineData("Jalan rusak https://maps.app.goo.gl/gang_desa_komplek")]
    [InlineData("Jalan rusak maps.app.goo.gl/gang_desa_komplek")]
    [InlineData("Jalan rusak https://contoh.id/gang_desa_komplek")]
    [InlineData("Jalan rusak www.contoh.id/gang_desa_komplek")]
    public void A_link_is_not_read_as_words(string text) =>
        Assert.DoesNotContain(ShippedRules.Decide(text).Explanation.Facts, fact => fact.Kind is "authority");
}
