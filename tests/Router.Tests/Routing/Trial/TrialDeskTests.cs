using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Routing.Trial;
using Hub.Router.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Tests.Routing.Trial;

public sealed class TrialDeskTests
{
    private static readonly string[] Texts = [Items.RoadText, "sungai meluap", "kartu penduduk hilang", "jembatan runtuh", "Selamat pagi", "jalan rusak dan sungai meluap", "jembatan dan jalan rusak"];
    private static readonly TrialQuestion All = new(RouterRig.Start.AddDays(-30), 1000);

    /// <summary>PEERS 5.7, R10.</summary>
    [Fact]
    public async Task A_trial_gives_what_a_real_run_with_these_rules_gives()
    {
        await using var before = await RouterRig.StartAsync();
        await RouteAsync(before, 700);
        await using var after = await RouterRig.StartAsync();
        after.Get<RoutingRules>().Replace(new RoutingEngine(OtherRules.Knowledge));
        await RouteAsync(after, 700);

        var tried = await before.Get<TrialDesk>().RunAsync(new RoutingEngine(OtherRules.Knowledge), All, default);

        var real = (await TargetsAsync(before)).Join(await TargetsAsync(after), one => one.Key, other => other.Key, (one, other) => (one.Key, From: one.Value, To: other.Value)).ToList();
        Assert.Equal(700, real.Count);
        Assert.Equal(
            real.GroupBy(one => (one.From, one.To)).Select(group => (group.Key.From, group.Key.To, (long)group.Count())).Order(),
            tried.Moves.Select(move => (move.From, move.To, move.Count)).Order());
        Assert.Equal(real.Where(one => one.From != one.To).Select(one => one.Key).Order(), await NamesAsync(before, tried));
        Assert.Equal((real.Count(one => one.From == "triage"), real.Count(one => one.To == "triage")), ((int)tried.TriageBefore, (int)tried.TriageAfter));
        Assert.Equal((700, real.Count(one => one.From != one.To)), ((int)tried.Compared, (int)tried.Changed));
        Assert.InRange(tried.Changed, 100, 600);
    }

    [Fact]
    public async Task A_trial_leaves_no_trace()
    {
        await using var rig = await RouterRig.StartAsync();
        await RouteAsync(rig, 50);
        var before = await StoreAsync(rig);

        await rig.Get<TrialDesk>().RunAsync(new RoutingEngine(OtherRules.Knowledge), All, default);

        Assert.Equal(before, await StoreAsync(rig));
        Assert.Equal("rig-1", rig.Get<RoutingRules>().Engine.Knowledge.Version);
    }

    [Fact]
    public async Task A_change_names_both_units_the_winning_rule_and_the_nearest_limit()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1") with { Class = ReportClass.Complaint });
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        var clock = Assert.Single(await rig.AllAsync<ReportClock>());

        var tried = await rig.Get<TrialDesk>().RunAsync(new RoutingEngine(OtherRules.Knowledge), All, default);

        var change = Assert.Single(tried.Changes);
        Assert.Equal((RigKnowledge.Roads, RigKnowledge.Water, "road-2", true, "rules"), (change.From, change.To, change.Rule, change.Open, change.DecidedBy));
        Assert.Equal(clock.ResponseDue, change.Due);
        var deadline = Assert.Single(tried.Deadlines);
        Assert.Equal((ReportClass.Complaint, 1, 0, clock.ResponseDue, 14), (deadline.Class, (int)deadline.Open, (int)deadline.Overdue, deadline.Nearest, deadline.Limits.Completion));
        Assert.Equal(new Dictionary<string, long> { ["rig-1"] = 1 }, tried.DecidedBy);

        rig.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(1, Assert.Single((await rig.Get<TrialDesk>().RunAsync(new RoutingEngine(OtherRules.Knowledge), All, default)).Deadlines).Overdue);
    }

    [Fact]
    public async Task What_a_person_decided_is_compared_too_and_what_nobody_decided_is_left_out()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1", "jembatan runtuh"), Items.Report("r-2", "Selamat pagi"));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        await rig.Get<TriageDesk>().DecideAsync((await rig.ReportAsync("r-1")).Number, RigKnowledge.Roads, ("ani", "Jembatan nasional"), default);

        var tried = await rig.Get<TrialDesk>().RunAsync(new RoutingEngine(OtherRules.Knowledge), All, default);

        Assert.Equal((1, 1, 1, 1, 0), ((int)tried.Compared, (int)tried.Undecided, (int)tried.ByPeople, (int)tried.LikePeople, (int)tried.Changed));
    }

    [Fact]
    public async Task Reports_from_before_the_period_are_left_alone()
    {
        await using var rig = await RouterRig.StartAsync();
        await RouteAsync(rig, 10);

        Assert.Equal(0, (await rig.Get<TrialDesk>().RunAsync(new RoutingEngine(OtherRules.Knowledge), All with { From = RouterRig.Start.AddSeconds(1) }, default)).Compared);
        Assert.Equal(3, (await rig.Get<TrialDesk>().RunAsync(new RoutingEngine(OtherRules.Knowledge), All with { List = 3 }, default)).Changes.Count);
    }

    private static async Task RouteAsync(RouterRig rig, int count)
    {
        await rig.ReadAsync([.. Enumerable.Range(0, count).Select(number => Items.Report($"r-{number:D4}", Texts[number % Texts.Length]))]);
        foreach (var some in (await rig.AllAsync<Report>()).Select(report => report.Id).Chunk(100))
        {
            await rig.Get<ReportRouting>().RouteAsync(some, default);
        }
    }

    /// <summary>By the channel's id, since the hub's own ids differ from store to store.</summary>
    private static async Task<Dictionary<string, string>> TargetsAsync(RouterRig rig) =>
        (await rig.AllAsync<Report>()).ToDictionary(report => report.ExternalId, report => report.State is ReportState.Triage ? "triage" : report.Unit ?? report.Addressee ?? "not ours");

    private static async Task<IEnumerable<string>> NamesAsync(RouterRig rig, TrialResult tried)
    {
        var names = (await rig.AllAsync<Report>()).ToDictionary(report => report.Number, report => report.ExternalId);
        return tried.Changes.Select(change => names[change.Number]).Order();
    }

    /// <summary>Every table, row for row.</summary>
    private static Task<string> StoreAsync(RouterRig rig) => rig.Get<HubStore>().ReadAsync(
        async (db, token) =>
        {
            var rows = new List<string>();
            await db.Database.OpenConnectionAsync(token);
            foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Order())
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = "SELECT * FROM " + table;
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    rows.Add($"{table} {string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue))}");
                }
            }

            return string.Join('\n', rows);
        },
        default);
}
