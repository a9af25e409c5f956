using System.Reflection;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Testing;

namespace Hub.Router.Tests.Routing;

public class FreshReportsTests
{
    [Fact]
    public void A_report_is_given_once_and_for_a_moment()
    {
        var clock = new StoppedClock(RouterRig.Start);
        var fresh = Asked(clock);
        var (one, two) = (Report(), Report());
        fresh.Keep([one, two]);

        Assert.Equal([one], fresh.Take([one.Id, Guid.CreateVersion7(RouterRig.Start)]));
        Assert.Empty(fresh.Take([one.Id]));

        clock.Advance(FreshReports.Moment + TimeSpan.FromTicks(1));
        Assert.Empty(fresh.Take([two.Id]));
    }

    [Fact]
    public void A_process_that_routes_nothing_keeps_nothing()
    {
        var fresh = new FreshReports(new StoppedClock(RouterRig.Start));
        var report = Report();
        fresh.Keep([report]);

        Assert.Empty(fresh.Take([report.Id]));
    }

    [Fact]
    public void The_oldest_leave_when_there_are_many_or_long_ones()
    {
        var fresh = Asked(new StoppedClock(RouterRig.Start));
        var many = Enumerable.Range(0, FreshReports.Most + 2).Select(_ => Report()).ToList();
        fresh.Keep(many);
        Assert.Equal(many[2..].Select(report => report.Id), fresh.Take([.. many.Select(report => report.Id)]).Select(report => report.Id));

        var longOnes = Enumerable.Range(0, 65).Select(_ => Report() with { Title = "", Text = new string('a', FreshReports.MostLetters / 64) }).ToList();
        fresh.Keep(longOnes);
        Assert.Equal(longOnes[1..].Select(report => report.Id), fresh.Take([.. longOnes.Select(report => report.Id)]).Select(report => report.Id));

        fresh.Keep(many[..FreshReports.Most]);
        Assert.Equal(FreshReports.Most, fresh.Take([.. many.Select(report => report.Id)]).Count);
    }

    [Fact]
    public async Task A_copy_says_what_the_row_says_in_each_field()
    {
        await using var rig = await RoutingAsync();
        rig.Clock.Advance(TimeSpan.FromTicks(7));
        var at = new DateTimeOffset(1999, 3, 2, 10, 0, 0, TimeSpan.FromHours(7)).AddTicks(1_234_567);
        await rig.ReadAsync(
            Items.Report("r-1", "jalan\0 rusak 🚧 \ud83d", at) with { Title = "\udea7 Jalan\0", Category = "kate\0gori", ContentVersion = "1\0", PublicReference = "\ud83d", ChannelWord = "baru\0", Place = new ReportPlace { Text = "pasar\0 081234567890" }, Reporter = Items.Person("ani") },
            Items.Report("r-2"));

        var rows = (await rig.AllAsync<Report>()).OrderBy(report => report.Id).ToList();
        var copies = rig.Get<FreshReports>().Take(rows.ConvertAll(report => report.Id)).OrderBy(report => report.Id).ToList();

        Assert.Equal("jalan rusak 🚧 \ufffd", rows[0].Text);
        Assert.Equal(rows.Select(Fields), copies.Select(Fields));
    }

    [Fact]
    public async Task Reports_that_just_came_are_routed_without_a_question_to_the_store()
    {
        await using var rig = await RoutingAsync((RouterRig.AskOn, RouterRig.Channel));
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2", "sungai meluap"), Items.Report("r-3", "Tolong"));
        var ids = (await rig.AllAsync<Report>()).ConvertAll(report => report.Id);

        var before = rig.Opened.Count;
        await rig.Get<ReportRouting>().RouteAsync(ids, default);
        Assert.Equal(before, rig.Opened.Count);

        Assert.Equal([null, RigKnowledge.Water, null], (await rig.AllAsync<Report>()).OrderBy(report => report.ExternalId).Select(report => report.Unit));
        Assert.NotEmpty(await rig.AllAsync<ReportQuestion>());
        before = rig.Opened.Count;
        await rig.Get<ReportRouting>().RouteAsync(ids, default);
        Assert.InRange(rig.Opened.Count, before + 1, before + 9);
    }

    [Fact]
    public async Task What_was_not_committed_is_not_here()
    {
        await using var rig = await RoutingAsync();
        Guid made = default;
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.WriteAsync(async (write, token) =>
        {
            var report = Report();
            await write.Db.InsertAsync([report], token);
            write.Brings([report]);
            made = report.Id;
            rig.Faults.AtCommit = new InvalidOperationException("a bug");
        }));
        rig.Faults.AtCommit = null;

        Assert.Empty(rig.Get<FreshReports>().Take([made]));
        Assert.Empty(await rig.AllAsync<Report>());
    }

    [Fact]
    public async Task What_was_committed_without_an_answer_is_read_and_what_was_repeated_is_here_once()
    {
        await using var rig = await RoutingAsync();
        await rig.ReadAsync();
        rig.Faults.AfterCommitOnce = new TransientFault();
        await rig.Get<InboundWriter>().SaveAsync([Body(rig, Items.Report("r-1"))], default);
        Assert.Empty(rig.Get<FreshReports>().Take([(await rig.ReportAsync("r-1")).Id]));

        var tries = 0;
        rig.Faults.DuringCommit = _ => ++tries == 1 ? throw new TransientFault() : Task.CompletedTask;
        await rig.Get<InboundWriter>().SaveAsync([Body(rig, Items.Report("r-2"))], default);
        var row = await rig.ReportAsync("r-2");
        Assert.Equal(2, tries);
        Assert.Equal([row], rig.Get<FreshReports>().Take([row.Id]));
    }

    [Theory]
    [InlineData("sungai meluap", false, RigKnowledge.Water)]
    [InlineData(Items.RoadText, true, RigKnowledge.Inspectorate)]
    public async Task A_report_that_another_process_changed_is_decided_on_what_it_says_now(string text, bool secret, string unit)
    {
        await using var rig = await RoutingAsync(("Units:Deliveries:DJSDA:Via", "Queue"), ("Units:Deliveries:DJBM:Via", "Queue"));
        await rig.ReadAsync(Items.Report("r-1") with { ContentVersion = "1" });
        await using var other = rig.AnotherProcess();
        var changed = Items.Report("r-1", text) with { ContentVersion = "2", Sensitivity = new Sensitivity(Anonymous: false, Secret: secret) };
        await rig.ReadAsync(other, RouterRig.Channel, new NormalisedBody([changed], []));
        var report = await rig.ReportAsync("r-1");
        Assert.Equal(2, report.Version);

        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);

        var decision = Assert.Single(await rig.AllAsync<Assignment>());
        Assert.Equal((unit, 3L), (decision.Unit, decision.OnVersion));
        Assert.Equal((unit, secret), ((await rig.ReportAsync("r-1")).Unit, (await rig.ReportAsync("r-1")).Restricted));
        Assert.All(await rig.AllAsync<UnitEvent>(), told => Assert.Equal(unit, told.Unit));
    }

    [Fact]
    public async Task A_report_that_is_gone_is_told_to_no_unit()
    {
        await using var rig = await RoutingAsync(("Units:Deliveries:DJBM:Via", "Queue"));
        await rig.ReadAsync(Items.Report("r-1"));
        var report = await rig.ReportAsync("r-1");
        await rig.SqlAsync($"DELETE FROM reports");

        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);

        Assert.Empty(await rig.AllAsync<Assignment>());
        Assert.Empty(await rig.AllAsync<UnitEvent>());
    }

    [Fact]
    public async Task A_report_that_this_process_changed_is_here_no_more()
    {
        await using var rig = await RoutingAsync();
        await rig.ReadAsync(Items.Report("later") with { ContentVersion = "1" }, Items.Report("moved"), Items.Report("kept"));
        await rig.ReadAsync(Items.Report("later", "sungai meluap") with { ContentVersion = "2" });
        await rig.ReadAsync(Items.Report("at once") with { ContentVersion = "1" }, Items.Report("at once", "sungai meluap") with { ContentVersion = "2" });
        await rig.ReadAsync(Items.Report("ended") with { ChannelState = ReportState.Closed, ChannelWord = "selesai" });
        var moved = await rig.ReportAsync("moved");
        await rig.WriteAsync((write, token) => rig.Get<Decisions>().SaveAsync(write, [(moved, new Decided(RoutingOutcome.Triage, Decided.Rules, "?"))], token));

        var taken = rig.Get<FreshReports>().Take([.. (await rig.AllAsync<Report>()).Select(report => report.Id)]);
        Assert.Equal("kept", Assert.Single(taken).ExternalId);
    }

    [Fact]
    public async Task A_neighbour_that_cannot_be_saved_keeps_no_report_from_being_decided_on_what_it_says_now()
    {
        await using var rig = await RoutingAsync();
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2") with { ContentVersion = "1" });
        await using var other = rig.AnotherProcess();
        await rig.ReadAsync(other, RouterRig.Channel, new NormalisedBody([Items.Report("r-2", "sungai meluap") with { ContentVersion = "2" }], []));
        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON assignments WHEN (SELECT external_id FROM reports WHERE id = NEW.report_id) = 'r-1' BEGIN SELECT RAISE(ABORT, 'poison'); END");

        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id, (await rig.ReportAsync("r-2")).Id], default);

        Assert.Equal(ReportState.Received, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(RigKnowledge.Water, (await rig.ReportAsync("r-2")).Unit);
    }

    /// <summary>A process that has routed before.</summary>
    private static async Task<RouterRig> RoutingAsync(params (string Key, string Value)[] settings)
    {
        var rig = await RouterRig.StartAsync(settings);
        await rig.Get<ReportRouting>().RouteAsync([Guid.CreateVersion7(RouterRig.Start)], default);
        return rig;
    }

    private static FreshReports Asked(TimeProvider clock)
    {
        var fresh = new FreshReports(clock);
        Assert.Empty(fresh.Take([]));
        return fresh;
    }

    private static ReadBody Body(RouterRig rig, InboundItem item)
    {
        var id = rig.Get<HubIds>().Next();
        return new ReadBody(id, new RawItem(RouterRig.Channel, "main", id.ToByteArray(), rig.Time.GetUtcNow()), new NormalisedBody([item], []));
    }

    /// <summary>Two instants are alike here only if they are told alike.</summary>
    private static List<string> Fields(Report report) =>
        [.. typeof(Report).GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(field => $"{field.Name}: {(field.GetValue(report) is DateTimeOffset at ? at.ToString("O") : field.GetValue(report))}")];

    private static Report Report() => new()
    {
        Id = Guid.CreateVersion7(RouterRig.Start),
        Number = "LP-2026-000001",
        Channel = RouterRig.Channel,
        Account = "main",
        ExternalId = "r-1",
        State = ReportState.Received,
        Version = 1,
        Class = ReportClass.Unclassified,
        Text = Items.RoadText,
        Anonymous = false,
        Secret = false,
        Restricted = false,
        ReceivedAt = RouterRig.Start,
        LastHeardAt = RouterRig.Start,
        UpdatedAt = RouterRig.Start,
        StateAt = RouterRig.Start,
    };
}
