using Hub.Contracts.Reports;
using Hub.Integration.Tests.Plans;
using Hub.Router.Accountability;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Units;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Integration.Tests.Figures;

/// <summary>Returns by rule, labels and open reports of ended units say the same on both engines.</summary>
public sealed class RoutingHistoryEngineTests(RealServers servers) : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private FilledStore postgres = null!;
    private FilledStore sqlite = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        postgres = await FilledStore.StartAsync(await servers.NewDatabaseAsync(Token), Token);
        sqlite = await FilledStore.StartAsync(null, Token);
        await LiveAsync(postgres);
        await LiveAsync(sqlite);
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        await sqlite.DisposeAsync();
    }

    [Fact]
    public async Task Both_engines_count_the_same_returns_and_find_the_same_labels()
    {
        var ask = new FigureAsk("routing", "2026-01-01", "2026-12-31");
        var (one, other) = (await ReturnsAsync(postgres, ask), await ReturnsAsync(sqlite, ask));
        Assert.Equal(other.Select(Written), one.Select(Written));
        Assert.Equal(["-", "jalan.rusak", "sungai.luap"], one.Select(line => line.Rule).Order(StringComparer.Ordinal));
        Assert.All(one, line => Assert.True(line is { Returned: > 100, Rerouted: > 100, Overturned: > 50, Wrong: > 100 } && line.Wrong < line.Decided, line.ToString()));

        var labels = await LabelsAsync(sqlite);
        Assert.Equal(labels, await LabelsAsync(postgres));
        Assert.Equal(["BINA_MARGA", "SDA"], labels.Select(label => label.Topic).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(labels, label => label.Authority == "local");
    }

    [Fact]
    public async Task Both_engines_find_the_same_open_reports_of_units_that_have_ended()
    {
        var plan = await sqlite.Get<UnitSuccession>().PlanAsync(Token);

        Assert.Equal(plan, await postgres.Get<UnitSuccession>().PlanAsync(Token));
        Assert.Equal("PU-BM", Assert.Single(plan).Successor);
        Assert.Equal(plan, await postgres.Get<UnitSuccession>().ApplyAsync(null, Token));
        Assert.Empty(await postgres.Get<UnitSuccession>().PlanAsync(Token));
        Assert.Empty(await postgres.Get<DoubtDesk>().ListAsync(10, Token));
    }

    [Fact]
    public async Task A_page_of_the_past_is_found_by_its_index()
    {
        const string Page = "SELECT * FROM reports r WHERE r.received_at >= '2026-03-02 03:00:00+00' AND r.received_at < '2026-03-02 03:05:00+00' AND (r.received_at > '2026-03-02 03:00:00+00' OR r.id > '0199c0de-0000-7000-8000-000000000001') ORDER BY r.received_at, r.id LIMIT 500";
        Assert.Contains("ix_reports_period", string.Join('\n', await postgres.PlanAsync($"EXPLAIN {Page}", [], Token)), StringComparison.Ordinal);
        Assert.Contains("ix_reports_period", string.Join('\n', await sqlite.PlanAsync($"EXPLAIN QUERY PLAN {Page}", [], Token)), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<RuleReturnLine>> ReturnsAsync(FilledStore store, FigureAsk ask) => Assert.IsType<RuleReturnAnswer.Shown>(await store.Get<RuleReturns>().AskAsync(ask, Token)).Table.Rows;

    private static string Written(RuleReturnLine line) => $"{line with { Pairs = [] }} {line.Share:0.####} {string.Join(", ", line.Pairs)}";

    private static async Task<List<TrainingReport>> LabelsAsync(FilledStore store)
    {
        var labels = new List<TrainingReport>();
        await foreach (var label in store.Get<RoutingHistory>().LabelsAsync(Begin, End, Token))
        {
            labels.Add(label);
        }

        return labels;
    }

    /// <summary>Decisions on every report by its number: some are returned, some overturned, some answered; a few are with a unit of the ministry that was.</summary>
    private static Task LiveAsync(FilledStore store) => store.Get<HubStore>().WriteAsync(
        async (write, token) =>
        {
            var reports = await write.Db.Set<Report>().AsNoTracking().ToListAsync(token);
            await write.Db.InsertAsync(reports.SelectMany(Decisions).ToList(), token);
            await write.Db.InsertAsync(reports.Where(report => Number(report) % 5 == 1).Select(Answer).ToList(), token);
            var open = reports.Where(report => Number(report) % 400 == 0).Select(report => report.Id).ToList();
            await write.Db.Set<Report>().Where(report => open.Contains(report.Id)).ExecuteUpdateAsync(set => set.SetProperty(report => report.Unit, "PUPR-BM").SetProperty(report => report.State, ReportState.InProgress).SetProperty(report => report.Version, 10), token);
            await write.Db.Set<ReportClock>().Where(clock => open.Contains(clock.ReportId)).ExecuteUpdateAsync(set => set.SetProperty(clock => clock.EndedAt, (DateTimeOffset?)null), token);
        },
        Token);

    private static int Number(Report report) => int.Parse(report.Number[^6..], System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<Assignment> Decisions(Report report)
    {
        var number = Number(report);
        var rule = (number % 3) switch { 0 => "jalan.rusak", 1 => "sungai.luap", _ => null };
        var unit = number % 2 == 0 ? "PU-BM" : "PU-SDA";
        var other = number % 2 == 0 ? "PU-SDA" : "PU-BM";
        yield return Row(report, (2, "rules", unit)) with { RuleSet = "aturan", Explanation = rule is null ? "" : $$"""{"winningRule":"{{rule}}"}""" };
        switch (number % 5)
        {
            case 2:
                yield return Row(report, (4, unit, other));
                break;
            case 3:
                yield return Row(report, (4, unit, null));
                yield return Row(report, (5, "ani", other));
                break;
            case 4:
                yield return Row(report, (3, "hub", "PU-CK"));
                yield return Row(report, (4, "PU-CK", null));
                yield return Row(report, (5, "ani", null)) with { Outcome = "NotOurs", Addressee = "EXT-KAB" };
                break;
        }
    }

    private static Assignment Row(Report report, (long Version, string By, string? Unit) decision) => new()
    {
        Id = Guid.CreateVersion7(report.ReceivedAt),
        ReportId = report.Id,
        OnVersion = decision.Version,
        Outcome = decision.Unit is null ? "Triage" : "Assigned",
        Unit = decision.Unit,
        Confidence = 1,
        Reason = "Uji.",
        Explanation = "{}",
        RuleSet = "",
        By = decision.By,
        At = report.ReceivedAt.AddMinutes(decision.Version),
    };

    private static TimelineEntry Answer(Report report) => new()
    {
        Id = Guid.CreateVersion7(report.ReceivedAt),
        ReportId = report.Id,
        At = report.ReceivedAt.AddHours(1),
        Kind = TimelineKinds.State,
        By = Number(report) % 2 == 0 ? "PU-BM" : "PU-SDA",
        State = ReportState.Answered,
        Text = "Uji.",
    };
}
