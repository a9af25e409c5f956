using Hub.Router.Accountability;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Accountability;

/// <summary>The figures of a month of 2,000 reports equal an independent recount from the raw ledgers.</summary>
public class MonthOfReportsTests
{
    private const int Reports = 2_000;

    private static readonly string[] CountedOnlyHere = ["days"];

    [Fact]
    public async Task The_figures_equal_a_recount_from_the_raw_ledgers()
    {
        await using var rig = await RouterRig.StartAsync();
        var ledger = await new MonthOfWork(rig, 20260302).PlayAsync(Reports, rig.DeadlinesAsync);
        var recount = new NaiveRecount(ledger, new NaiveDays(RigDays.Off));
        var desk = rig.Get<FigureDesk>();

        Assert.Equal(Reports, ledger.Lives.Count);
        foreach (var figure in new[] { "sla", "backlog", "routing" })
        {
            foreach (var by in Enum.GetValues<FigureKey>())
            {
                Same(recount.Count(figure, by), await AskAsync(desk, new FigureAsk(figure, "2026-03-01", "2026-04-30", By: by.ToString().ToLowerInvariant())), $"{figure} by {by}");
            }

            Same(
                recount.Count(figure, FigureKey.Unit, life => NaiveDays.Local(life.Life.ReceivedAt) < new DateTime(2026, 3, 11)),
                await AskAsync(desk, new FigureAsk(figure, "2026-03-01", "2026-03-10")), $"{figure} of ten days");
        }

        Same(recount.CountTellings(one => one.Channel), await AskAsync(desk, new FigureAsk("sync", "2026-03-01", "2026-04-30")), "sync by channel");
        Same(recount.CountTellings(one => one.Unit ?? "-"), await AskAsync(desk, new FigureAsk("sync", "2026-03-01", "2026-04-30", By: "unit")), "sync by unit");
        Interesting(await AskAsync(desk, new FigureAsk("sla")), await AskAsync(desk, new FigureAsk("backlog")));
    }

    /// <summary>A month in which nothing goes wrong would prove nothing.</summary>
    private static void Interesting(FigureTable sla, FigureTable backlog)
    {
        foreach (var column in new[] { "openPastLimit", "returned", "reopened", "autoClosed", "autoClosedUnanswered" })
        {
            Assert.True(Value(sla, sla.Total, column) > 10, $"{column} is {Value(sla, sla.Total, column)}");
        }

        foreach (var column in new[] { "verifiedShare", "followedUpShare", "completedShare" })
        {
            Assert.InRange(Value(sla, sla.Total, column) ?? 0, 0.2, 0.99);
        }

        foreach (var column in new[] { "undecided", "waitingReporter", "answered", "pastVerify", "pastFollowUp", "pastCompletion", "lateTo5", "late6To14", "late15To60" })
        {
            Assert.True(Value(backlog, backlog.Total, column) > 0, $"{column} is {Value(backlog, backlog.Total, column)}");
        }
    }

    private static void Same(Dictionary<(string Key, string Column), double> counted, FigureTable table, string what)
    {
        var differences = new List<string>();
        foreach (var row in table.Rows)
        {
            differences.AddRange(table.Columns.Where(column => IsCounted(counted, column.Id))
                .Where(column => Math.Abs((Value(table, row, column.Id) ?? 0) - counted.GetValueOrDefault((row.Key, column.Id))) > 0.002)
                .Select(column => $"{row.Key} {column.Id}: {Value(table, row, column.Id)} instead of {counted.GetValueOrDefault((row.Key, column.Id))}"));
            if (counted.TryGetValue((row.Key, "followed"), out var followed) && followed > 0 && Math.Abs(Value(table, row, "meanFollowUpDays")!.Value - (counted[(row.Key, "days")] / followed)) > 0.0001)
            {
                differences.Add($"{row.Key} meanFollowUpDays: {Value(table, row, "meanFollowUpDays")} instead of {counted[(row.Key, "days")] / followed}");
            }
        }

        differences.AddRange(counted.Where(one => one.Value > 0 && table.Rows.All(row => row.Key != one.Key.Key)).Select(one => $"{one.Key} is not in the table"));
        Assert.True(differences.Count == 0, $"{what}:\n{string.Join('\n', differences)}");
        foreach (var column in counted.Keys.Select(key => key.Column).Distinct().Where(column => column is not ("p50Seconds" or "p95Seconds")).Except(CountedOnlyHere))
        {
            Assert.Equal(counted.Where(one => one.Key.Column == column).Sum(one => one.Value), Value(table, table.Total, column));
        }
    }

    private static bool IsCounted(Dictionary<(string Key, string Column), double> counted, string column) => counted.Keys.Any(key => key.Column == column);

    private static double? Value(FigureTable table, FigureRow row, string column) =>
        row.Values[table.Columns.Select((one, index) => (one.Id, index)).Single(one => one.Id == column).index];

    private static async Task<FigureTable> AskAsync(FigureDesk desk, FigureAsk ask) => Assert.IsType<FigureAnswer.Shown>(await desk.AskAsync(ask, TestContext.Current.CancellationToken)).Table;
}
