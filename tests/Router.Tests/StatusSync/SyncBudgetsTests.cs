using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.StatusSync;

public class SyncBudgetsTests
{
    private static readonly (string, string)[] Channel = [("StatusSync:Budgets:kanal:PerSecond", "2"), ("StatusSync:Budgets:kanal:Burst", "3")];

    private static readonly (string, string)[] Recipient =
        [("StatusSync:Budgets:kanal:RecipientEvery", "00:00:06"), ("StatusSync:Budgets:kanal:RecipientBurst", "2")];

    [Fact]
    public async Task A_channel_is_told_its_burst_and_then_at_its_rate_and_what_waits_costs_no_attempt()
    {
        await using var rig = await RouterRig.StartAsync(Channel);
        await rig.NewReportsAsync(12);

        var told = new List<int>();
        for (var second = 0; second <= 6; second++)
        {
            await rig.SweepAsync();
            told.Add(rig.Sink.Pushed.Count);
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([3, 5, 7, 9, 11, 12, 12], told);
        Assert.All(await rig.AllAsync<LedgerEntry>(), row => Assert.Equal((LedgerOutcome.Delivered, 1), (row.Outcome, row.Attempts)));
    }

    [Fact]
    public async Task Two_processes_share_one_budget_however_many_lanes_they_run()
    {
        await using var rig = await RouterRig.StartAsync(Channel);
        await using var second = rig.AnotherProcess(Channel);
        var reports = await rig.NewReportsAsync(10);

        await Task.WhenAll(reports.SelectMany(report => new[] { rig.Get<StatusLane>(), second.GetRequiredService<StatusLane>() }
            .Select(lane => Task.Run(() => lane.RunAsync(report, RouterRig.Channel, default)))));

        Assert.Equal(3, rig.Sink.Pushed.Count);
    }

    [Fact]
    public async Task A_citizen_over_the_limit_waits_alone()
    {
        await using var rig = await RouterRig.StartAsync(Recipient);
        var chatty = await rig.NewReportOfAsync("budi", "r-1", ReportState.Assigned, ReportState.Acknowledged, ReportState.InProgress);
        var other = await rig.NewReportOfAsync("siti", "r-2");

        await rig.TellAsync(chatty);
        Assert.Equal(2, rig.Sink.Pushed.Count);
        var waiting = (await rig.LedgerAsync(chatty))[2];
        Assert.Equal((LedgerOutcome.Pending, 0, RouterRig.Start + TimeSpan.FromSeconds(6)), (waiting.Outcome, waiting.Attempts, waiting.NextAt));

        await rig.SweepAsync();
        Assert.Equal(LedgerOutcome.Delivered, (await rig.OnlyAsync(other)).Outcome);

        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        await rig.SweepAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        await rig.SweepAsync();
        Assert.All(await rig.LedgerAsync(chatty), row => Assert.Equal(LedgerOutcome.Delivered, row.Outcome));
    }

    [Fact]
    public async Task One_citizen_has_one_limit_over_all_reports_and_the_table_does_not_name_anyone()
    {
        await using var rig = await RouterRig.StartAsync(Recipient);
        var first = await rig.NewReportOfAsync("budi", "r-1", ReportState.Assigned);
        var second = await rig.NewReportOfAsync("budi", "r-2");
        await rig.TellAsync(first);

        await rig.TellAsync(second);

        Assert.Equal(2, rig.Sink.Pushed.Count);
        var names = (await rig.AllAsync<SyncBudget>()).Select(row => row.Name).Order().ToList();
        Assert.Equal(["kanal", $"kanal/{(await rig.ReportAsync("r-1")).ReporterRef:N}"], names);
    }

    [Fact]
    public async Task What_the_connector_says_of_its_channel_holds_until_configuration_says_otherwise()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Sink.Capabilities = rig.Sink.Capabilities with { Quota = new ChannelQuota(1, 1) };
        await rig.NewReportsAsync(3);

        await rig.SweepAsync();
        Assert.Single(rig.Sink.Pushed);

        await using var configured = rig.AnotherProcess(Channel);
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await Lanes.SweepAsync(configured);
        Assert.Equal(3, rig.Sink.Pushed.Count);
    }

    [Fact]
    public async Task Allowances_that_are_whole_again_are_cleared_away()
    {
        await using var rig = await RouterRig.StartAsync(Recipient);
        await rig.TellAsync(await rig.NewReportOfAsync("budi", "r-1"));
        Assert.NotEmpty(await rig.AllAsync<SyncBudget>());

        rig.Clock.Advance(TimeSpan.FromMinutes(11));
        await rig.Get<SyncBudgets>().PurgeAsync(rig.Get<HubStore>(), default);

        Assert.Empty(await rig.AllAsync<SyncBudget>());
    }
}
