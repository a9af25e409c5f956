using Hub.Router.Routing;

namespace Hub.Worker.Tests.Config;

public sealed class CategoryTests
{
    private const string PublicWorks = "PEKERJAAN UMUM DAN PENATAAN RUANG";

    [Theory]
    [InlineData("Mohon segera ditangani di tempat kami", PublicWorks + " > BENDUNGAN", "PU-SDA")]
    [InlineData("Mohon segera ditangani di tempat kami", PublicWorks + " > SERTIFIKAT TANAH", "EXT-ATRBPN")]
    [InlineData("Mohon segera ditangani di tempat kami", "ENERGI DAN SUMBER DAYA ALAM > BIAYA/TARIF PDAM", "EXT-PDAM")]
    [InlineData("Mohon segera ditangani di tempat kami", "Pekerjaan\u00a0Umum dan Penataan Ruang>Jalan  Berlubang", "PU-BM")]
    public void The_category_decides_where_the_words_do_not(string text, string category, string target) =>
        Assert.Equal(target, ShippedRules.Target(ShippedRules.Decide(ShippedRules.Facts(text) with { Category = category })));

    [Fact]
    public void The_words_outweigh_the_category()
    {
        var decision = ShippedRules.Decide(ShippedRules.Facts("Jalan nasional rusak parah dan berlubang") with { Category = PublicWorks + " > BENDUNGAN" });

        Assert.Equal("PU-BM", decision.Unit);
    }

    [Fact]
    public void A_category_outside_the_table_is_never_mapped()
    {
        var decision = ShippedRules.Decide(ShippedRules.Facts("Mohon segera ditangani") with { Category = "KATEGORI BARU > LAIN" });

        Assert.Equal(RoutingOutcome.Triage, decision.Outcome);
        Assert.Contains(decision.Explanation.Steps, step => step.Result == "kategori tidak ada dalam tabel");
    }

    [Fact]
    public void A_category_without_a_text_is_for_a_person() =>
        Assert.Equal(RoutingOutcome.Triage, ShippedRules.Decide(ShippedRules.Facts("") with { Category = PublicWorks + " > BENDUNGAN" }).Outcome);
}
