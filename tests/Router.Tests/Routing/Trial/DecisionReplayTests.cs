using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Routing.Trial;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Routing.Trial;

/// <summary>PEERS 5.7, R9: a stored decision can be made again from what is stored, byte for byte.</summary>
public sealed class DecisionReplayTests
{
    private const int Count = 1_000;

    private static readonly string[] Openings = ["Selamat pagi, ", "Mohon bantuan: ", "Pak, ", "", "Kepada yth petugas, "];
    private static readonly string[] Subjects = ["jalan rusak", "sungai meluap ke kampung", "jalan desa rusak berat", "lampu jalan mati", "ada pungli di kantor", "aspal lubang", "banjir", "waduk sentosa retak", "tidak ada apa-apa", "jalan nasional rusak"];
    private static readonly string[] Places = [" di Sentosa", " dekat pasar", "", " di kabupaten sentosa", " sejak kemarin"];

    private static readonly DateTimeOffset Since = RouterRig.Start.AddDays(-30);

    [Fact]
    public async Task Every_decision_on_a_thousand_reports_comes_out_again_though_reports_were_amended_since()
    {
        await using var rig = await RouterRig.StartAsync();
        var engine = Rules(rig);
        await rig.ReadAsync([.. Enumerable.Range(0, Count).Select(number => First(number))]);
        await rig.SqlAsync($"UPDATE reports SET place = 'not json' WHERE external_id = 'r-0009'");
        await RouteAsync(rig);
        await rig.ReadAsync([.. Enumerable.Range(0, Count).Where(number => number % 3 == 0).Select(number => Later(number, "2", 7))]);
        await rig.ReadAsync([.. Enumerable.Range(0, Count).Where(number => number % 5 == 1).Select(number => Items.FollowUp($"f-{number}", $"r-{number:D4}", "Ternyata sungai meluap"))]);
        await RouteAsync(rig);
        await rig.ReadAsync([.. Enumerable.Range(0, Count).Where(number => number % 6 == 0).Select(number => Later(number, "3", 13))]);
        await RouteAsync(rig);

        var replayed = await rig.Get<ReplayOfDecisions>().RunAsync(engine, Since, 10, default);

        Assert.Empty(replayed.Different);
        var decisions = await rig.AllAsync<Assignment>();
        Assert.Equal((decisions.Count, 0), ((int)replayed.Same, (int)replayed.Differ));
        Assert.InRange(decisions.Count(row => row.Facts is not null), Count / 4, decisions.Count - 1);
        Assert.InRange(decisions.GroupBy(row => row.ReportId).Count(report => report.Count() > 1), 20, Count);
        Assert.InRange(decisions.Select(row => row.Unit ?? row.Addressee ?? row.Outcome).Distinct().Count(), 5, 20);
    }

    [Fact]
    public async Task A_decision_that_was_changed_by_hand_is_found()
    {
        await using var rig = await RouterRig.StartAsync();
        var engine = Rules(rig);
        await rig.ReadAsync([.. Enumerable.Range(0, 20).Select(number => First(number))]);
        await RouteAsync(rig);
        await rig.SqlAsync($"UPDATE assignments SET explanation = explanation || ' ' WHERE id = (SELECT MIN(id) FROM assignments WHERE outcome <> 'Assigned')");
        await rig.SqlAsync($"UPDATE assignments SET unit = 'PU-XX' WHERE id = (SELECT MIN(id) FROM assignments WHERE outcome = 'Assigned')");

        var replayed = await rig.Get<ReplayOfDecisions>().RunAsync(engine, Since, 10, default);

        Assert.Equal((18, 2), ((int)replayed.Same, (int)replayed.Differ));
        Assert.Contains(replayed.Different, one => one.What == "the explanation is another");
        Assert.Contains(replayed.Different, one => one.What.StartsWith("PU-XX came out as", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decisions_of_other_rule_sets_are_counted_and_left_alone()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"));
        await RouteAsync(rig);

        var replayed = await rig.Get<ReplayOfDecisions>().RunAsync(new RoutingEngine(OtherRules.Knowledge), Since, 10, default);

        Assert.Equal((0, 0, 1), ((int)replayed.Same, (int)replayed.Differ, (int)replayed.OtherSets["rig-1"]));
    }

    [Fact]
    public async Task Every_decision_on_a_report_is_told_with_what_it_looked_at_those_of_people_too()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1", "Selamat pagi"));
        await RouteAsync(rig);
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1", "Soal jalan"));
        var number = (await rig.ReportAsync("r-1")).Number;
        await rig.Get<TriageDesk>().DecideAsync(number, RigKnowledge.Roads, ("ani", "Jalan nasional"), default);

        var told = (await rig.Get<ExplainDesk>().FindAsync(number, default))!;

        Assert.Equal([("rules", "triage", true), ("ani", RigKnowledge.Roads, false)], told.Decisions.Select(one => (one.By, one.Target, one.OnOlderContent)));
        Assert.Equal(("rig-1", null), (told.Decisions[0].Told!.RuleSet, told.Decisions[1].Told));
        Assert.Equal("Selamat pagi\nSoal jalan", told.Facts.Text);
        Assert.Null(await rig.Get<ExplainDesk>().FindAsync("LP-1", default));
    }

    /// <summary>Rules that look at everything a report has, with the rig's unit for each duty.</summary>
    private static RoutingEngine Rules(RouterRig rig)
    {
        RoutingTopic[] topics = [.. SmallKnowledge.Whole.Topics.Select(topic => topic.Id == "sungai"
            ? topic with { Rules = [.. topic.Rules, SmallKnowledge.Rule("sungai.pagi", 4, "kampung") with { When = new RuleCondition { Hours = [new(TimeSpan.FromHours(7), TimeSpan.FromHours(11))], Channels = [RouterRig.Channel] } }] }
            : topic)];
        var engine = new RoutingEngine(SmallKnowledge.Whole with { Version = "whole-1", Topics = topics });
        rig.Get<RoutingRules>().Replace(engine);
        return engine;
    }

    private static async Task RouteAsync(RouterRig rig)
    {
        foreach (var some in (await rig.AllAsync<Report>()).Where(report => report.State is ReportState.Received or ReportState.Triage).Select(report => report.Id).Chunk(100))
        {
            await rig.Get<ReportRouting>().RouteAsync(some, default);
        }
    }

    private static Hub.Contracts.Channels.InboundReport First(int number) => Later(number, "1", 0) with { Path = "$" };

    /// <summary>Another text, title, category, class, place and secrecy for each number and version.</summary>
    private static Hub.Contracts.Channels.InboundReport Later(int number, string version, int shift)
    {
        var seed = number + shift;
        return Items.Report($"r-{number:D4}", $"{Openings[seed % 5]}{Subjects[seed / 5 % 10]}{Places[seed / 50 % 5]}", RouterRig.Start.AddMinutes(number)) with
        {
            ContentVersion = version,
            Title = seed % 4 == 0 ? Subjects[seed / 4 % 10] : null,
            Category = (seed % 6) switch { 0 => "PU > BANJIR", 1 => "PU > LAIN", _ => null },
            Class = seed % 97 == 0 ? ReportClass.SupervisoryComplaint : ReportClass.Complaint,
            Sensitivity = new Sensitivity(seed % 9 == 0, seed % 83 == 0),
            Place = (seed % 7) switch { 0 => new ReportPlace("Kabupaten Sentosa"), 1 => new ReportPlace(RegionCode: "91.01"), 2 => new ReportPlace(Latitude: -1, Longitude: 110), _ => null },
        };
    }
}
