using Hub.Contracts.Reports;
using Hub.Router.Accountability;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Accountability;

/// <summary>hub routing returns equals a recount from the raw ledgers of a month, by other hands.</summary>
public sealed class RuleReturnsTests
{
    [Fact]
    public async Task The_returns_by_rule_equal_a_recount_from_the_raw_ledgers()
    {
        await using var rig = await RouterRig.StartAsync();
        var ledger = await new MonthOfWork(rig, 20260401).PlayAsync(900, rig.DeadlinesAsync);

        var table = await AskAsync(rig, new FigureAsk("routing", "2026-03-01", "2026-04-30"));

        var naive = new NaiveReturns(ledger);
        Assert.Equal(naive.Lines(), table.Rows.OrderBy(row => row.Rule, StringComparer.Ordinal).Select(row => (row.Rule, row.Decided, row.Returned, row.Rerouted, row.Overturned, row.Wrong)));
        foreach (var row in table.Rows)
        {
            Assert.Equal(naive.Pairs(row.Rule), row.Pairs);
            Assert.Equal("rig-1", row.RuleSet);
        }

        Assert.Equal(table.Rows.Sum(row => row.Decided), table.Total.Decided);
        Assert.Equal(table.Rows.Sum(row => row.Wrong), table.Total.Wrong);
        Assert.True(table.Total is { Returned: > 20, Rerouted: > 10, Overturned: > 5 }, table.Total.ToString());
    }

    [Fact]
    public async Task A_person_who_follows_the_suggestion_overturns_nothing_and_one_who_does_not_does()
    {
        await using var rig = await RouterRig.StartAsync();
        var one = await rig.AssignedAsync("r-1", "Ada jalan rusak dan sungai meluap");
        var two = await rig.AssignedAsync("r-2", "Ada jalan rusak dan sungai meluap");
        Assert.Equal(ReportState.Triage, one.State);
        var leaning = (await rig.AllAsync<Assignment>()).Select(row => row.SuggestedUnit).Distinct().Single()!;
        await rig.Get<TriageDesk>().DecideAsync(one.Number, leaning, ("ani", "Ya"), default);
        await rig.Get<TriageDesk>().DecideAsync(two.Number, RigKnowledge.CityHall, ("ani", "Bukan"), default);

        var row = Assert.Single((await AskAsync(rig, new FigureAsk("routing"))).Rows);

        Assert.Equal(("-", 2, 0, 0, 1, 1, 0.5), (row.Rule, row.Decided, row.Returned, row.Rerouted, row.Overturned, row.Wrong, row.Share));
        Assert.Equal([new UnitPair(leaning, RigKnowledge.CityHall, 1)], row.Pairs);
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-01", null)]
    [InlineData("kemarin", null, null)]
    [InlineData(null, null, "PU-TIDAK")]
    public async Task What_cannot_be_answered_is_said(string? from, string? to, string? unit)
    {
        await using var rig = await RouterRig.StartAsync();

        Assert.IsType<RuleReturnAnswer.Refused>(await rig.Get<RuleReturns>().AskAsync(new FigureAsk("routing", from, to, unit), default));
    }

    private static async Task<RuleReturnTable> AskAsync(RouterRig rig, FigureAsk ask) =>
        Assert.IsType<RuleReturnAnswer.Shown>(await rig.Get<RuleReturns>().AskAsync(ask, TestContext.Current.CancellationToken)).Table;
}
