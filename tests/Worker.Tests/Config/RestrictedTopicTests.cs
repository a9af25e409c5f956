using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Tests.Config;

public sealed class RestrictedTopicTests
{
    [Theory]
    [InlineData("Ada pungli oleh petugas proyek jalan nasional, setiap truk dimintai setoran", ShippedRules.After, "PU-ITJEN")]
    [InlineData("Dugaan korupsi pada pembangunan bendungan oleh pejabat satker", ShippedRules.After, "PU-ITJEN")]
    [InlineData("Panitia menerima suap dan pengaturan pemenang tender", ShippedRules.After, "PU-ITJEN")]
    [InlineData("Penyalahgunaan wewenang oleh pejabat balai", ShippedRules.Before, "PUPR-ITJEN")]
    [InlineData("Dugaan korupsi proyek irigasi di kecamatan kami, desa Sukamaju RT 01 RW 02", ShippedRules.After, "PU-ITJEN")]
    [InlineData("Kepala desa dan satker jalan nasional terlibat pungli", ShippedRules.After, "PU-ITJEN")]
    public void An_accusation_goes_to_the_inspectorate_of_the_day(string text, string day, string unit)
    {
        var decision = ShippedRules.Decide(text, day: day);

        Assert.Equal(RoutingOutcome.Assigned, decision.Outcome);
        Assert.Equal(unit, decision.Unit);
        Assert.True(decision.Restricted);
    }

    [Theory]
    [InlineData("Dugaan korupsi dana desa oleh kepala desa kami")]
    [InlineData("Ada pungli saat pembuatan KTP elektronik")]
    public void An_accusation_against_others_is_restricted_and_not_ours(string text)
    {
        var decision = ShippedRules.Decide(text, "Kabupaten Garut, Jawa Barat");

        Assert.Equal(RoutingOutcome.NotOurs, decision.Outcome);
        Assert.Equal("EXT-KAB", decision.Addressee);
        Assert.True(decision.Restricted);
    }

    [Theory]
    [InlineData(ReportClass.SupervisoryComplaint, false)]
    [InlineData(ReportClass.Complaint, true)]
    public void Supervisory_class_and_secrecy_are_restricted_whatever_the_subject(ReportClass kind, bool secret)
    {
        var facts = ShippedRules.Facts("Jalan nasional rusak berlubang") with { Class = kind, Sensitivity = new Sensitivity(false, secret) };

        var decision = ShippedRules.Decide(facts);

        Assert.Equal("PU-ITJEN", decision.Unit);
        Assert.True(decision.Restricted);
    }

    [Theory]
    [InlineData("Jalan nasional rusak berlubang, jangan korupsi terus")]
    [InlineData("Jalan nasional rusak berlubang")]
    public void A_grumble_is_no_accusation(string text)
    {
        var decision = ShippedRules.Decide(text);

        Assert.Equal("PU-BM", decision.Unit);
        Assert.False(decision.Restricted);
    }
}
