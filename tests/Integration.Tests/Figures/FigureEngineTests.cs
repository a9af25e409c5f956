using Hub.Contracts.Reports;
using Hub.Integration.Tests.Plans;
using Hub.Router.Accountability;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Integration.Tests.Figures;

/// <summary>The figures say the same on both engines, whatever the rows, and find their reports by index.</summary>
public sealed class FigureEngineTests(RealServers servers) : IAsyncLifetime
{
    private static readonly string[] Units = ["PU-BM", "PU-SDA", "PU-CK"];

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
    public async Task Both_engines_give_the_same_figures_by_every_key()
    {
        foreach (var name in FigureDesk.Names)
        {
            foreach (var by in new[] { "unit", "class", "channel", "month" })
            {
                var ask = new FigureAsk(name, "2026-01-01", "2026-12-31", By: by);
                var (one, other) = (await AskAsync(postgres, ask), await AskAsync(sqlite, ask));

                Assert.Equal(Written(other), Written(one));
                Assert.NotEmpty(one.Rows);
                Assert.Contains(one.Total.Values, value => value > 100);
            }

            Assert.Equal("PU-BM", Assert.Single((await AskAsync(postgres, new FigureAsk(name, "2026-01-01", "2026-12-31", "PU-BM", "unit"))).Rows).Key);
        }
    }

    [Fact]
    public async Task A_period_is_found_by_its_index()
    {
        const string Period = "SELECT COUNT(*) FROM reports r WHERE r.received_at >= '2026-03-02 03:00:00+00' AND r.received_at < '2026-03-02 03:01:00+00'";
        Assert.Contains("ix_reports_period", string.Join('\n', await postgres.PlanAsync($"EXPLAIN {Period}", [], Token)), StringComparison.Ordinal);
        Assert.Contains("ix_reports_period", string.Join('\n', await sqlite.PlanAsync($"EXPLAIN QUERY PLAN {Period}", [], Token)), StringComparison.Ordinal);
    }

    private static async Task<FigureTable> AskAsync(FilledStore store, FigureAsk ask) => Assert.IsType<FigureAnswer.Shown>(await store.Get<FigureDesk>().AskAsync(ask, Token)).Table;

    /// <summary>SQLite counts time in milliseconds.</summary>
    private static IEnumerable<string> Written(FigureTable table) =>
        [.. table.Rows.Append(table.Total).Select(row => $"{row.Key} {row.RuleSet} {string.Join(' ', row.Values.Select(value => value is { } number ? Math.Round(number, 2).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) : "-"))}")];

    /// <summary>Clocks, moves, decisions and statuses for every report of the store, by its number: the same on both.</summary>
    private static Task LiveAsync(FilledStore store) => store.Get<HubStore>().WriteAsync(
        async (write, token) =>
        {
            await write.Db.Database.ExecuteSqlRawAsync("DELETE FROM report_clocks", token);
            await write.Db.Database.ExecuteSqlRawAsync("UPDATE reports SET unit = CASE SUBSTR(number, 14, 1) WHEN '1' THEN 'PU-BM' WHEN '2' THEN 'PU-SDA' WHEN '3' THEN 'PU-CK' END", token);
            var reports = await write.Db.Set<Report>().AsNoTracking().ToListAsync(token);
            await write.Db.InsertAsync(reports.ConvertAll(Clock), token);
            await write.Db.InsertAsync(reports.Where(report => Number(report) % 7 == 0).Select(Line).ToList(), token);
            await write.Db.InsertAsync(reports.ConvertAll(Decision), token);
            await write.Db.InsertAsync(reports.ConvertAll(Status), token);
        },
        Token);

    private static int Number(Report report) => int.Parse(report.Number[^6..], System.Globalization.CultureInfo.InvariantCulture);

    private static ReportClock Clock(Report report)
    {
        var (number, at) = (Number(report), report.ReceivedAt);
        return new ReportClock
        {
            ReportId = report.Id,
            Channel = report.Channel,
            Class = report.Class,
            Rules = "uji",
            Calendar = 1,
            Zone = "Asia/Jakarta",
            StartedAt = at,
            VerifyDue = at.AddDays(3),
            VerifyAt = number % 5 == 0 ? null : at.AddHours(number % 100),
            ResponseDue = at.AddDays(7),
            ResponseAt = number % 3 == 0 ? null : at.AddMinutes(number * 7 % 20_000),
            CompletionDue = at.AddDays(20),
            CompletionAt = number % 4 == 0 ? at.AddHours(number % 800) : null,
            PausedAt = number % 11 == 0 ? at.AddDays(6) : null,
            PausedMs = 0,
            EndedAt = number % 4 == 0 ? at.AddHours(number % 800) : null,
        };
    }

    private static TimelineEntry Line(Report report) => new()
    {
        Id = Guid.CreateVersion7(report.ReceivedAt),
        ReportId = report.Id,
        At = report.ReceivedAt,
        Kind = TimelineKinds.State,
        By = Units[Number(report) % 3],
        State = Number(report) % 2 == 0 ? ReportState.ReturnedByUnit : ReportState.Reopened,
        Text = "Uji.",
    };

    private static Assignment Decision(Report report) => new()
    {
        Id = Guid.CreateVersion7(report.ReceivedAt),
        ReportId = report.Id,
        OnVersion = 2,
        Outcome = report.Unit is null ? "Triage" : "Assigned",
        Unit = report.Unit,
        Confidence = 1,
        Reason = "Uji.",
        Explanation = "{}",
        RuleSet = $"aturan-{Number(report) % 2}",
        By = "rules",
        At = report.ReceivedAt,
    };

    private static LedgerEntry Status(Report report) => new()
    {
        Id = Guid.CreateVersion7(report.ReceivedAt),
        ReportId = report.Id,
        Channel = report.Channel,
        Sequence = 3,
        State = ReportState.Answered,
        PublicNote = "Uji.",
        IsWordedByHub = false,
        UnitCode = report.Unit,
        OccurredAt = report.ReceivedAt,
        Outcome = Number(report) % 9 == 0 ? LedgerOutcome.Parked : LedgerOutcome.Delivered,
        NextAt = report.ReceivedAt,
        SettledAt = Number(report) % 9 == 0 ? null : report.ReceivedAt.AddSeconds(Number(report) * 3),
    };
}
