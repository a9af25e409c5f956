using System.Text.RegularExpressions;
using Hub.Router.Intake;
using Hub.Router.Operations;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Units;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Integration.Tests.Plans;

/// <summary>What every report costs is found by index, on both engines: a statement that walks a table gets slower with each report the hub has ever had.</summary>
public sealed partial class PlanTests(RealServers servers) : IAsyncLifetime
{
    private FilledStore postgres = null!;
    private FilledStore sqlite = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        postgres = await FilledStore.StartAsync(await servers.NewDatabaseAsync(Token), Token);
        sqlite = await FilledStore.StartAsync(null, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        await sqlite.DisposeAsync();
    }

    [Fact]
    public async Task Every_hot_statement_finds_its_rows_by_the_index_made_for_it_on_PostgreSQL()
    {
        foreach (var hot in HotStatement.All)
        {
            await HasItsIndexAsync(hot);
        }
    }

    [Fact]
    public async Task A_table_that_ran_empty_is_looked_up_by_the_index_made_for_it_all_the_same()
    {
        // What comes and goes leaves a store that believes there is nothing, whatever its files have grown to: any index looks cheap then.
        foreach (var table in (string[])["outbox", "unit_events", "unread_bodies", "waiting_items"])
        {
            await postgres.PlanAsync($"DELETE FROM {table}", [], Token);
            await postgres.PlanAsync($"VACUUM (ANALYZE, TRUNCATE FALSE) {table}", [], Token);
        }

        foreach (var hot in HotStatement.All)
        {
            await HasItsIndexAsync(hot);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_plan_that_is_kept_finds_its_rows_by_their_keys_whether_it_was_made_on_an_empty_store_or_a_full_one(bool wasEmpty)
    {
        if (wasEmpty)
        {
            var tables = await postgres.PlanAsync("SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public'", [], Token);
            await postgres.PlanAsync($"TRUNCATE {string.Join(", ", tables)}", [], Token);
            await postgres.PlanAsync("ANALYZE", [], Token);
        }

        foreach (var hot in HotStatement.All.Where(hot => hot.Statement.IsByKey))
        {
            var kept = string.Join("; ", ["BEGIN", .. RoundTrips.PlanOnce, $"PREPARE hot AS {hot.Statement.Many}"]);
            var plan = string.Join('\n', await postgres.PlanAsync($"{kept}; EXPLAIN EXECUTE hot({string.Join(", ", hot.Values.Select(_ => "NULL"))}); ROLLBACK; DEALLOCATE hot", [], Token));
            HasItsIndex(hot, plan);
        }
    }

    [Fact]
    public async Task Reports_that_are_to_be_decided_are_found_by_their_ids_however_few_seem_to_wait()
    {
        await postgres.PlanAsync("UPDATE reports SET state = 'Closed'", [], Token);
        await postgres.PlanAsync("VACUUM ANALYZE reports", [], Token);
        await HasItsIndexAsync(HotStatement.All.Single(hot => hot.Name == "reports by their ids"));
    }

    [Fact]
    public async Task Rows_read_by_their_ids_are_those_that_the_mapper_reads_on_both_engines()
    {
        foreach (var store in new[] { postgres, sqlite })
        {
            var (mapped, read) = await store.Get<HubStore>().ReadAsync(
                async (db, token) =>
                {
                    var reports = await db.Set<Report>().AsNoTracking().OrderBy(row => row.Id).Take(5).ToListAsync(token);
                    var ids = reports.ConvertAll(row => row.Id);
                    var clocks = await db.Set<ReportClock>().AsNoTracking().Where(row => ids.Contains(row.ReportId)).OrderBy(row => row.ReportId).ToListAsync(token);
                    var byId = (await db.RowsAsync<Report>(nameof(Report.Id), ids, token)).OrderBy(row => row.Id);
                    var ofReports = (await db.RowsAsync<ReportClock>(nameof(ReportClock.ReportId), ids, token)).OrderBy(row => row.ReportId);
                    return ((object[])[.. reports, .. clocks], (object[])[.. byId, .. ofReports]);
                },
                Token);

            Assert.Equal(10, mapped.Length);
            Assert.Equal(mapped, read);
        }
    }

    [Fact]
    public async Task Units_with_events_are_found_from_one_to_the_next_on_both_engines()
    {
        foreach (var (store, prefix, walks) in new[] { (postgres, "EXPLAIN ", WalksOnPostgres()), (sqlite, "EXPLAIN QUERY PLAN ", WalksOnSqlite()) })
        {
            Assert.Equal(FilledStore.Units, await store.Get<UnitRedrive>().UnitsAsync(Token));
            var plan = await ExplainAsync(store, prefix, UnitRedrive.EachUnit, []);
            Assert.False(walks.IsMatch(plan.Replace("SCAN each_unit", "", StringComparison.Ordinal)), $"It walks a table: {plan}");
        }
    }

    [Fact]
    public async Task Every_hot_statement_finds_its_rows_by_the_index_made_for_it_on_SQLite()
    {
        foreach (var hot in HotStatement.All)
        {
            var one = hot.Values.Select(value => value is Array values ? values.GetValue(0) ?? DBNull.Value : value);
            var plan = await ExplainAsync(sqlite, "EXPLAIN QUERY PLAN ", hot.Statement.Each, [.. one.Select((value, index) => ($"@p{index}", value))]);

            Assert.True(plan.Contains(hot.Sqlite, StringComparison.Ordinal), $"{hot}: {plan}");
            Assert.False(WalksOnSqlite().IsMatch(plan), $"{hot} walks a table: {plan}");
        }
    }

    [Fact]
    public async Task Instants_that_are_missing_stand_beside_those_that_are_there()
    {
        var change = new SetChange<(Guid Id, DateTimeOffset? At)>(
            "UPDATE report_clocks SET answered_at = {at} {from} WHERE report_id = {id}",
            SetColumns.Id<(Guid Id, DateTimeOffset? At)>("id", row => row.Id),
            SetColumns.Instant<(Guid Id, DateTimeOffset? At)>("at", row => row.At));
        var now = new DateTimeOffset(2026, 11, 2, 3, 0, 0, TimeSpan.Zero);
        foreach (var store in new[] { postgres, sqlite })
        {
            var ids = await store.Get<HubStore>().ReadAsync((db, token) => db.Set<ReportClock>().OrderBy(row => row.ReportId).Select(row => row.ReportId).Take(2).ToListAsync(token), Token);
            foreach (DateTimeOffset?[] order in new[] { new DateTimeOffset?[] { null, now }, [now, null] })
            {
                var rows = ids.Zip(order).ToList();
                Assert.Equal(2, await store.Get<HubStore>().WriteAsync((write, token) => change.CountAsync(write.Db, rows, token), Token));
                var kept = await store.Get<HubStore>().ReadAsync((db, token) => db.Set<ReportClock>().AsNoTracking().Where(row => ids.Contains(row.ReportId)).OrderBy(row => row.ReportId).Select(row => row.AnsweredAt).ToListAsync(token), Token);
                Assert.Equal(order, kept);
            }
        }
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("created_at")]
    public async Task What_the_sweeps_and_watches_ask_walks_no_table(string parkedAt)
    {
        foreach (var (store, prefix, walks) in new[] { (postgres, "EXPLAIN ", WalksOnPostgres()), (sqlite, "EXPLAIN QUERY PLAN ", WalksOnSqlite()) })
        {
            await store.PlanAsync($"UPDATE outbox SET parked_at = {parkedAt} WHERE order_key IN (SELECT id FROM reports WHERE state = 'Received')", [], Token);
            await store.PlanAsync("ANALYZE outbox", [], Token);
            store.Heard.Take();
            await store.Get<BodySweep>().FindAsync(_ => true, Token);
            await store.Get<OutboxSweep>().FindAsync(Token);
            await store.Get<AmendedInTriage>().LookAsync(DateTimeOffset.MaxValue.AddYears(-1000), Token);
            await store.Get<IntakePressure>().MeasureAsync(Token);
            await store.Get<AuditSealing>().RunAsync(Token);
            var heard = store.Heard.Take();

            Assert.True(heard.Count >= 9, $"Only {heard.Count} statements were heard.");
            foreach (var (text, values) in heard)
            {
                if (store == sqlite && text.Contains("FROM \"audit_seals\"", StringComparison.Ordinal))
                {
                    // The last seal is the last row of the table, and going there counts as a scan.
                    continue;
                }

                var plan = await ExplainAsync(store, prefix, text, values);
                Assert.False(walks.IsMatch(plan), $"{text}\nwalks a table: {plan}");
            }
        }
    }

    [Fact]
    public async Task A_plan_is_made_for_the_size_a_table_has_now_and_not_for_the_day_it_was_empty() =>
        Assert.Equal(["force_custom_plan"], await postgres.PlanAsync("SHOW plan_cache_mode", [], Token));

    [Fact]
    public async Task The_sweep_of_messages_walks_them_by_their_time_however_many_have_left()
    {
        // What a busy hub leaves behind between two looks of the store's own cleaning: many that were due, none of which is there.
        await postgres.PlanAsync("ALTER TABLE outbox SET (autovacuum_enabled = off)", [], Token);
        await postgres.PlanAsync(
            "INSERT INTO outbox (id, attempts, refusals, body, content_type, created_at, message_type, next_at, order_key, queue, sequence) "
            + "SELECT gen_random_uuid(), 0, 0, repeat('x', 900), 'application/json', now(), 'x', now() - interval '1 second' * n, gen_random_uuid(), 'q', 1 FROM generate_series(1, 60000) AS n",
            [],
            Token);
        await postgres.PlanAsync("ANALYZE outbox", [], Token);
        await postgres.PlanAsync("DELETE FROM outbox", [], Token);
        postgres.Heard.Take();
        await postgres.Get<OutboxSweep>().FindAsync(Token);

        var (text, values) = Assert.Single(postgres.Heard.Take(), heard => heard.Text.Contains("FROM outbox", StringComparison.Ordinal));
        var plan = await ExplainAsync(postgres, "EXPLAIN ", text, values);
        Assert.Contains("Index Scan using ix_outbox_next", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Bitmap", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Gather", plan, StringComparison.Ordinal);
    }

    private async Task HasItsIndexAsync(HotStatement hot) => HasItsIndex(hot, await ExplainAsync(postgres, "EXPLAIN ", hot.Statement.Many, [.. hot.Values.Select(value => ("", value))]));

    private static void HasItsIndex(HotStatement hot, string plan)
    {
        // An insert that meets its key uses the index that makes the key unique without saying so.
        Assert.True(plan.Contains(hot.Postgres, StringComparison.Ordinal) || hot.Statement.Many.StartsWith("INSERT", StringComparison.Ordinal), $"{hot}: {plan}");
        Assert.False(WalksOnPostgres().IsMatch(plan), $"{hot} walks a table: {plan}");
    }

    private static async Task<string> ExplainAsync(FilledStore store, string prefix, string statement, IReadOnlyList<(string, object)> values) =>
        string.Join('\n', await store.PlanAsync(prefix + statement, values, Token));

    /// <summary>Reading an array is no walk.</summary>
    [GeneratedRegex("Seq Scan on")]
    private static partial Regex WalksOnPostgres();

    /// <summary>Along an index is no walk where a limit ends it; json_each reads a parameter, and u0 what a limited question before it found.</summary>
    [GeneratedRegex(@"SCAN (?!json_each\b)(?!u0\b)(?!\w+ VIRTUAL TABLE)(?!CONSTANT)\w+(?! USING (COVERING )?INDEX)\b(?! USING)")]
    private static partial Regex WalksOnSqlite();
}
