using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Routing;

public class ReportRoutingTests
{
    [Fact]
    public async Task A_report_routed_many_times_at_once_is_decided_once_and_explained()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"));
        var report = await rig.ReportAsync("r-1");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => rig.Get<ReportRouting>().RouteAsync([report.Id], default))));

        var decision = Assert.Single(await rig.AllAsync<Assignment>());
        Assert.Equal(("Assigned", RigKnowledge.Roads, "rig-1"), (decision.Outcome, decision.Unit, decision.RuleSet));
        Assert.Contains("road", decision.Explanation, StringComparison.Ordinal);
        Assert.Equal([ReportState.Received, ReportState.Assigned], (await rig.LedgerAsync(report.Id)).Select(row => row.State));
    }

    [Fact]
    public async Task A_report_of_another_body_goes_back_to_its_channel_with_the_addressee()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await RoutedAsync(rig, "Mohon dibantu kartu penduduk saya");

        Assert.Equal((ReportState.NotOurs, RigKnowledge.CityHall), (report.State, report.Addressee));
        var told = (await rig.LedgerAsync(report.Id))[^1];
        Assert.Equal((ReportState.NotOurs, RigKnowledge.CityHall), (told.State, told.Addressee));
        Assert.Contains("Pemerintah Kota", told.PublicNote, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accusation_goes_to_the_inspectorate_and_is_restricted()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await RoutedAsync(rig, "Pegawai meminta suap untuk jalan rusak");

        Assert.Equal((RigKnowledge.Inspectorate, true), (report.Unit, report.Restricted));
    }

    [Fact]
    public async Task A_batch_gives_each_unit_its_places_without_a_gap_and_its_channel_one_hint()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync([.. Enumerable.Range(1, 90).Select(number => Items.Report($"r-{number:D2}", number % 3 == 0 ? "Air sungai meluap" : Items.RoadText))]);
        var ids = (await rig.AllAsync<Report>()).ConvertAll(report => report.Id);
        var before = await rig.AllAsync<OutboxMessage>();

        await Task.WhenAll(ids.Chunk(40).Select(some => Task.Run(() => rig.Get<ReportRouting>().RouteAsync(some, default))));

        var given = (await rig.AllAsync<Assignment>()).ToLookup(row => row.Unit!, row => row.InboxPlace!.Value);
        Assert.Equal(Enumerable.Range(1, 60).Select(place => (long)place), given[RigKnowledge.Roads].Order());
        Assert.Equal(Enumerable.Range(1, 30).Select(place => (long)place), given[RigKnowledge.Water].Order());
        Assert.All(await rig.AllAsync<Report>(), report => Assert.Equal((ReportState.Assigned, 2L), (report.State, report.Version)));

        var hints = (await rig.AllAsync<OutboxMessage>()).ExceptBy(before.Select(row => row.Id), row => row.Id).Select(row => RouterJson.Read<Contracts.Messages.PassOnStatus>(row.Body)!).ToList();
        Assert.Equal(3, hints.Count);
        Assert.Equal(ids.Order(), hints.SelectMany(hint => new[] { hint.ReportId }.Concat(hint.Others ?? [])).Order());
    }

    [Fact]
    public async Task A_report_that_the_rules_cannot_read_goes_to_triage_and_its_neighbours_pass()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"), Items.Report("r-3"));
        await rig.SqlAsync($"UPDATE reports SET place = 'not json' WHERE external_id = 'r-1'");
        var ids = (await rig.AllAsync<Report>()).ConvertAll(report => report.Id);

        await rig.Get<ReportRouting>().RouteAsync(ids, default);

        Assert.Equal(
            [ReportState.Triage, ReportState.Assigned, ReportState.Assigned],
            (await rig.AllAsync<Report>()).OrderBy(report => report.ExternalId).Select(report => report.State));
    }

    [Fact]
    public async Task A_decision_that_cannot_be_saved_holds_no_neighbour_back()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"));
        var first = await rig.ReportAsync("r-1");
        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON assignments WHEN (SELECT external_id FROM reports WHERE id = NEW.report_id) = 'r-1' BEGIN SELECT RAISE(ABORT, 'poison'); END");

        await rig.Get<ReportRouting>().RouteAsync([first.Id, (await rig.ReportAsync("r-2")).Id], default);

        Assert.Equal(ReportState.Received, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-2")).State);
    }

    [Fact]
    public async Task A_decision_on_a_version_that_has_passed_changes_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1") with { ContentVersion = "1" });
        var before = await rig.ReportAsync("r-1");
        await rig.ReadAsync(Items.Report("r-1", "sungai meluap") with { ContentVersion = "2" });
        var stale = Decided.ByRules(rig.Get<RoutingRules>().Engine.Decide(ReportRouting.Facts(before)));

        await rig.WriteAsync((write, token) => rig.Get<ReportRouting>().SaveAsync(write, before, stale, token));
        Assert.Empty(await rig.AllAsync<Assignment>());

        await rig.Get<ReportRouting>().RouteAsync([before.Id], default);
        Assert.Equal(RigKnowledge.Water, (await rig.ReportAsync("r-1")).Unit);
    }

    [Fact]
    public async Task A_report_whose_message_was_lost_is_routed_by_the_sweep_once_it_is_overdue()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"));
        var sweep = rig.Make<RoutingSweep>();

        await sweep.Execute(null!, default);
        Assert.Equal(ReportState.Received, (await rig.ReportAsync("r-1")).State);

        rig.Clock.Advance(TimeSpan.FromSeconds(21));
        await sweep.Execute(null!, default);
        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-1")).State);
    }

    [Fact]
    public async Task Further_words_in_triage_whose_message_was_lost_are_looked_at_by_the_sweep_once()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await RoutedAsync(rig, "Tolong");
        await rig.ReadAsync(Items.Report("r-2", "Selamat pagi"));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-2")).Id], default);
        Assert.Equal(ReportState.Triage, report.State);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.Make<RoutingSweep>().Execute(null!, default);

        await rig.ReadAsync(Items.Report("r-1", "sungai meluap") with { ContentVersion = "2" });
        await rig.SqlAsync($"DELETE FROM outbox");
        await rig.Make<RoutingSweep>().Execute(null!, default);
        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("r-1")).State);

        rig.Clock.Advance(TimeSpan.FromSeconds(21));
        await rig.Make<RoutingSweep>().Execute(null!, default);
        Assert.Equal((ReportState.Assigned, RigKnowledge.Water), ((await rig.ReportAsync("r-1")).State, (await rig.ReportAsync("r-1")).Unit));
        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("r-2")).State);
    }

    [Fact]
    public async Task A_person_decides_what_the_rules_could_not_and_the_reason_is_masked()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await RoutedAsync(rig, "Tolong");
        Assert.Equal(ReportState.Triage, report.State);
        var desk = rig.Get<TriageDesk>();

        Assert.IsType<TriageResult.NoUnit>(await desk.DecideAsync(report.Number, "XX", ("ani", "?"), default));
        Assert.IsType<TriageResult.NoReport>(await desk.DecideAsync("LP-1", RigKnowledge.Roads, ("ani", "?"), default));
        Assert.IsType<TriageResult.Done>(await desk.DecideAsync(report.Number, RigKnowledge.Roads, ("ani", "Kata pelapor di 081234567890 ini jalan"), default));
        Assert.IsType<TriageResult.Refused>(await desk.DecideAsync(report.Number, RigKnowledge.Water, ("ani", "?"), default));

        var decided = await rig.ReportAsync("r-1");
        Assert.Equal((RigKnowledge.Roads, "Kata pelapor di [telepon] ini jalan"), (decided.Unit, decided.Reason));
    }

    [Fact]
    public async Task A_person_whose_decision_was_saved_without_an_answer_hears_that_it_is_done_and_nothing_is_done_twice()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await RoutedAsync(rig, "Tolong");
        rig.Faults.AfterCommitOnce = new TransientFault();

        Assert.IsType<TriageResult.Done>(await rig.Get<TriageDesk>().DecideAsync(report.Number, RigKnowledge.Roads, ("ani", "Ini jalan"), default));
        Assert.IsType<TriageResult.Done>(await rig.Get<TriageDesk>().DecideAsync(report.Number, RigKnowledge.Roads, ("ani", "Ini jalan"), default));

        var lines = (await rig.AllAsync<TimelineEntry>()).Where(line => line.By is "ani").ToList();
        Assert.Equal(ReportState.Assigned, Assert.Single(lines).State);
    }

    [Fact]
    public async Task From_the_channel_to_the_unit_and_back_a_report_travels_over_the_bus()
    {
        await using var rig = await RouterRig.StartLiveAsync(("Units:Deliveries:DJSDA:Via", "Queue"));
        await rig.RunBusAsync();
        await rig.RunAsync<Hub.Router.Intake.ChannelInbox>();
        await rig.RunAsync<Hub.Router.Intake.BodyReader>();
        await rig.RunAsync<Hub.Router.Outbox.OutboxDispatcher>();

        Assert.Equal(Stored.Yes, await rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body("b", Items.Report("r-1", "sungai meluap ke rumah")), default));

        await Eventually.True(() => rig.Arrivals.At($"unit.{RigKnowledge.Water}.inbox").Any(), "the unit gets the report");
        await Eventually.True(() => rig.Sink.Pushed.Count == 2, "the channel is told");
        Assert.Equal([ReportState.Received, ReportState.Assigned], rig.Sink.Pushed.Select(status => status.State));
    }

    private static async Task<Report> RoutedAsync(RouterRig rig, string text)
    {
        await rig.ReadAsync(Items.Report("r-1", text));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        return await rig.ReportAsync("r-1");
    }
}
