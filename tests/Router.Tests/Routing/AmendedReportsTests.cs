using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Routing;

/// <summary>R7 of PEERS 5.7: several fields of a report change at once.</summary>
public sealed class AmendedReportsTests
{
    private static readonly ReportPlace Town = new("Alun-alun", Regency: "Kabupaten Sentosa");

    [Fact]
    public async Task R7_place_and_category_change_in_one_amendment_and_the_report_is_routed_once_more()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync("r-1", "Mohon bantuannya");
        Assert.Equal(ReportState.Triage, report.State);
        var hints = await HintsAsync(rig);

        await rig.ReadAsync(Amended("2", "Air sungai meluap ke rumah"));

        Assert.Equal(hints + 1, await HintsAsync(rig));
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        Assert.Equal((ReportState.Assigned, RigKnowledge.Water), ((await rig.ReportAsync("r-1")).State, (await rig.ReportAsync("r-1")).Unit));
        Assert.Equal(["Triage", "Assigned"], (await rig.AllAsync<Assignment>()).OrderBy(row => row.OnVersion).Select(row => row.Outcome));
    }

    [Fact]
    public async Task R7_what_a_person_sent_to_triage_stays_with_the_person()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        await rig.SaysAsync(report, "returned");

        await rig.ReadAsync(Amended("2", "Air sungai meluap ke rumah"));
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);

        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("r-1")).State);
    }

    [Fact]
    public async Task R7_a_report_that_a_unit_has_is_not_moved_and_the_desk_is_told_once()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        var hints = await HintsAsync(rig);

        await rig.ReadAsync(Amended("2", "Air sungai meluap ke rumah"));
        await rig.ReadAsync(Amended("2", "Air sungai meluap ke rumah"));

        Assert.Equal((ReportState.Assigned, RigKnowledge.Roads), ((await rig.ReportAsync("r-1")).State, (await rig.ReportAsync("r-1")).Unit));
        Assert.Equal(hints, await HintsAsync(rig));
        Assert.Single(await rig.AllAsync<Assignment>());
        var line = Assert.Single((await rig.HistoryAsync(report.Id)), line => line.Kind == "doubt");
        Assert.Equal("Isi laporan berubah: menurut aturan kini untuk DJSDA. Laporan tetap pada DJBM sampai unit atau petugas memutuskan.", line.Text);
        var doubt = Assert.Single(await rig.Get<DoubtDesk>().ListAsync(10, default));
        Assert.Equal((report.Number, RigKnowledge.Roads, "Assigned", RigKnowledge.Water, "rig-1"), (doubt.Number, doubt.Unit, doubt.Would, doubt.Target, doubt.RuleSet));
    }

    [Theory]
    [InlineData("back")] // the reporter takes the change back
    [InlineData("returned")] // the unit gives it back
    [InlineData("closed")]
    [InlineData("settled")] // a person has looked
    public async Task The_desk_s_list_holds_only_what_still_matters(string what)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        await rig.ReadAsync(Amended("2", "Kini soal kartu penduduk"));
        Assert.Equal(("NotOurs", RigKnowledge.CityHall), Assert.Single(await rig.Get<DoubtDesk>().ListAsync(10, default)) is var doubt ? (doubt.Would, doubt.Target) : default);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        await (what switch
        {
            "back" => rig.ReadAsync(Amended("3", Items.RoadText)),
            "returned" => rig.SaysAsync(report, "returned"),
            "closed" => rig.ClosesAsync("r-1"),
            _ => rig.Get<DoubtDesk>().SettleAsync(report.Number, ("ani", "Sudah ditanyakan"), default),
        });

        Assert.Empty(await rig.Get<DoubtDesk>().ListAsync(10, default));
        if (what == "settled")
        {
            Assert.Equal("triage.settle", Assert.Single(await rig.AllAsync<OperatorAct>()).Verb);
            Assert.False(await rig.Get<DoubtDesk>().SettleAsync(report.Number, ("ani", "Lagi"), default));
            await rig.ReadAsync(Amended("3", "Air sungai meluap"));
            Assert.Equal(RigKnowledge.Water, Assert.Single(await rig.Get<DoubtDesk>().ListAsync(10, default)).Target);
        }
    }

    [Fact]
    public async Task What_the_rules_do_not_look_at_changes_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.AssignedAsync("r-1", "Mohon bantuannya");
        var hints = await HintsAsync(rig);

        await rig.ReadAsync(Items.Report("r-1", "Mohon bantuannya") with { ContentVersion = "2", PublicReference = "12345" });

        Assert.Equal(hints, await HintsAsync(rig));
    }

    private static InboundReport Amended(string version, string text) =>
        Items.Report("r-1", text) with { ContentVersion = version, Place = Town, Category = "PU > LAIN" };

    private static async Task<int> HintsAsync(RouterRig rig) => (await rig.AllAsync<OutboxMessage>()).Count(message => message.Queue == HubQueues.RouteReport);
}
