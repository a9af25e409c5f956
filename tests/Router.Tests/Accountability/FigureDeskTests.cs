using Hub.Router.Accountability;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Accountability;

public class FigureDeskTests
{
    [Theory]
    [InlineData("sla", "2026-13-01", null, null, null, "from is \"2026-13-01\", which is not a day")]
    [InlineData("sla", "kemarin", null, null, null, "from is \"kemarin\", which is not a day")]
    [InlineData("sla", null, "01-03-2026", null, null, "to is \"01-03-2026\", which is not a day")]
    [InlineData("sla", "0001-01-01", null, null, null, "which is not a day")]
    [InlineData("sla", "2026-03-02", "2026-03-01", null, null, "from (2026-03-02) is after to (2026-03-01)")]
    [InlineData("backlog", "2099-01-01", null, null, null, "from (2099-01-01) is after to")]
    [InlineData("sync", null, null, "PU-TIDAK-ADA", null, "There is no unit \"PU-TIDAK-ADA\"")]
    [InlineData("routing", null, null, null, "cuaca", "by is \"cuaca\"; use unit, class, channel or month.")]
    [InlineData("cuaca", null, null, null, null, "There is no figure \"cuaca\"; use sla, backlog, sync, routing.")]
    public async Task A_question_that_cannot_be_answered_is_refused_with_what_is_wrong(string name, string? from, string? to, string? unit, string? by, string words)
    {
        await using var rig = await RouterRig.StartAsync();

        var refused = Assert.IsType<FigureAnswer.Refused>(await rig.Get<FigureDesk>().AskAsync(new FigureAsk(name, from, to, unit, by), default));

        Assert.Contains(words, refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sla")]
    [InlineData("backlog")]
    [InlineData("sync")]
    [InlineData("routing")]
    public async Task An_empty_store_has_no_rows_and_a_total_that_divides_by_nothing(string name)
    {
        await using var rig = await RouterRig.StartAsync();

        var table = await AskAsync(rig, new FigureAsk(name));

        Assert.Empty(table.Rows);
        Assert.All(table.Columns.Zip(table.Total.Values), pair => Assert.True(pair.Second is null or 0, $"{pair.First.Id} is {pair.Second}"));
    }

    [Fact]
    public async Task A_day_begins_at_midnight_in_Jakarta()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(
            Items.Report("r-1", at: new DateTimeOffset(2026, 2, 28, 16, 59, 59, TimeSpan.Zero)),
            Items.Report("r-2", at: new DateTimeOffset(2026, 2, 28, 17, 0, 0, TimeSpan.Zero)));

        Assert.Equal(1, Value(await AskAsync(rig, new FigureAsk("sla", "2026-02-28", "2026-02-28")), "reports"));
        Assert.Equal(1, Value(await AskAsync(rig, new FigureAsk("sla", "2026-03-01", "2026-03-01")), "reports"));
        var months = await AskAsync(rig, new FigureAsk("sla", By: "month"));
        Assert.Equal(["2026-02 Februari 2026", "2026-03 Maret 2026"], months.Rows.Select(row => $"{row.Key} {row.Name}"));
    }

    [Fact]
    public async Task A_report_of_one_unit_is_not_in_the_figures_of_another()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2", "Air sungai meluap"));
        await rig.Get<Hub.Router.Routing.ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id, (await rig.ReportAsync("r-2")).Id], default);

        foreach (var name in new[] { "sla", "backlog", "routing" })
        {
            var table = await AskAsync(rig, new FigureAsk(name, Unit: RigKnowledge.Water));
            Assert.Equal([RigKnowledge.Water], table.Rows.Select(row => row.Key));
            Assert.Equal("Ditjen Sumber Daya Air", table.Rows[0].Name);
        }

        Assert.Equal("rig-1", Assert.Single((await AskAsync(rig, new FigureAsk("routing", Unit: RigKnowledge.Water))).Rows).RuleSet);
    }

    [Fact]
    public async Task A_merged_report_counts_under_the_number_it_goes_on_as()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"));
        await rig.ReadAsync(Items.Status("s-1", "r-1", "Digabung", Contracts.Reports.ReportState.Merged));

        Assert.Equal(1, Value(await AskAsync(rig, new FigureAsk("sla")), "reports"));
        Assert.Equal(1, Value(await AskAsync(rig, new FigureAsk("backlog")), "open"));
    }

    [Fact]
    public async Task The_channels_words_for_closed_by_the_system_are_configuration()
    {
        await using var rig = await RouterRig.StartAsync(("Figures:ClosedBySystem:0", "Kedaluwarsa"));
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"));
        await rig.ReadAsync(
            Items.Status("s-1", "r-1", "KEDALUWARSA", Contracts.Reports.ReportState.Closed), Items.Status("s-2", "r-2", "Ditutup oleh Sistem", Contracts.Reports.ReportState.Closed));

        var table = await AskAsync(rig, new FigureAsk("sla"));

        Assert.Equal((1, 1), (Value(table, "autoClosed"), Value(table, "autoClosedUnanswered")));
    }

    private static async Task<FigureTable> AskAsync(RouterRig rig, FigureAsk ask) => Assert.IsType<FigureAnswer.Shown>(await rig.Get<FigureDesk>().AskAsync(ask, default)).Table;

    private static double? Value(FigureTable table, string column) => table.Total.Values[table.Columns.Select((one, index) => (one.Id, index)).Single(one => one.Id == column).index];
}
