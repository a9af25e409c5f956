using Hub.Benchmarks.Growth;
using Hub.Testing.Servers;
using Npgsql;

namespace Hub.Benchmarks.Tests.Growth;

/// <summary>On a real PostgreSQL, since it is the database that does the work.</summary>
public sealed class StoreFillTests : IAsyncLifetime
{
    private readonly RealServers servers = new();
    private string store = "";

    public async ValueTask InitializeAsync()
    {
        store = await servers.NewDatabaseAsync(TestContext.Current.CancellationToken);
        await RunAsync("""
            CREATE TABLE reports(id uuid PRIMARY KEY, number text NOT NULL, received_at timestamptz NOT NULL);
            CREATE UNIQUE INDEX ux_reports_number ON reports(number);
            CREATE TABLE timeline(id uuid PRIMARY KEY, report_id uuid NOT NULL, leaf uuid NULL);
            CREATE TABLE audit_leaves(id uuid PRIMARY KEY, seal bigint NULL);
            CREATE INDEX ix_timeline_report ON timeline(report_id);
            CREATE TABLE assignments(id uuid PRIMARY KEY, report_id uuid NOT NULL, unit text NULL, inbox_place bigint NULL);
            CREATE UNIQUE INDEX ux_assignments_inbox ON assignments(unit, inbox_place);
            CREATE TABLE outbox(id uuid PRIMARY KEY, order_key uuid NOT NULL, body text NOT NULL);
            CREATE TABLE quarantine(id uuid PRIMARY KEY);
            CREATE TABLE counters(name text PRIMARY KEY, value bigint NOT NULL);
            INSERT INTO counters VALUES ('unit-inbox-PU-BM', 4), ('report-number-2026', 4);
            INSERT INTO quarantine VALUES ('01990000-0000-7000-8000-000000000001');
            """);
        var before = Guid.Empty;
        for (var number = 1; number <= 4; number++)
        {
            var id = Guid.CreateVersion7(new DateTimeOffset(2026, 8, 20, 3, 0, number, TimeSpan.Zero));
            await RunAsync($"""
                INSERT INTO reports VALUES ('{id}', 'LP-2026-00000{number}', '2026-08-20 03:00:0{number}Z');
                INSERT INTO timeline VALUES ('{id}', '{id}', '{id}');
                INSERT INTO audit_leaves VALUES ('{id}', NULL);
                INSERT INTO assignments VALUES ('{id}', '{id}', 'PU-BM', {number});
                INSERT INTO outbox VALUES ('{id}', '{id}', '{"{"}"reportId":"{id}","channel":"whatsapp","others":["{before}"]{"}"}');
                """);
            before = id;
        }
    }

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    [Fact]
    public async Task A_store_grows_to_older_reports_that_are_whole()
    {
        Assert.Equal(20, await GrowAsync(18, waiting: false));

        Assert.Equal(20L, await AskAsync("SELECT count(DISTINCT number) FROM reports"));
        Assert.Equal(20L, await AskAsync("SELECT count(*) FROM reports r JOIN timeline t ON t.report_id = r.id JOIN assignments a ON a.report_id = r.id"));
        Assert.Equal(16L, await AskAsync("SELECT count(*) FROM reports WHERE received_at < '2026-08-20'"));
        Assert.Equal(16L, await AskAsync("SELECT count(*) FROM reports old JOIN (SELECT min(id::text) AS first FROM reports WHERE received_at > '2026-08-20') new ON old.id::text < new.first"));
        Assert.Equal(16L, await AskAsync("SELECT count(*) FROM audit_leaves a JOIN timeline t ON t.leaf = a.id WHERE a.seal = 0"));
    }

    [Fact]
    public async Task A_settled_store_has_no_message_and_nothing_in_quarantine_more_than_before()
    {
        await GrowAsync(20, waiting: false);

        Assert.Equal(4L, await AskAsync("SELECT count(*) FROM outbox"));
        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public async Task A_message_that_waits_names_its_own_report_and_the_one_before()
    {
        await GrowAsync(20, waiting: true);

        Assert.Equal(20L, await AskAsync("SELECT count(*) FROM outbox o JOIN reports r ON r.id = o.order_key AND (o.body::json ->> 'reportId')::uuid = r.id"));
        Assert.Equal(15L, await AskAsync("SELECT count(*) FROM outbox o JOIN reports r ON r.id = (o.body::json #>> '{others,0}')::uuid WHERE r.received_at < (SELECT received_at FROM reports WHERE id = o.order_key)"));
        Assert.Equal(20L, await AskAsync("SELECT count(*) FROM outbox WHERE body::json ->> 'channel' = 'whatsapp'"));
    }

    [Fact]
    public async Task Places_in_inboxes_go_on_behind_the_last_one_and_indexes_are_back()
    {
        await GrowAsync(20, waiting: false);

        Assert.Equal(await AskAsync("SELECT max(inbox_place) FROM assignments"), await AskAsync("SELECT value FROM counters WHERE name = 'unit-inbox-PU-BM'"));
        Assert.Equal(4L, await AskAsync("SELECT value FROM counters WHERE name = 'report-number-2026'"));
        Assert.Equal(3L, await AskAsync("SELECT count(*) FROM pg_indexes WHERE indexname IN ('ux_reports_number', 'ix_timeline_report', 'ux_assignments_inbox')"));
    }

    private Task<long> GrowAsync(long reports, bool waiting) => new StoreFill(store).GrowAsync(reports, TimeSpan.FromDays(10), waiting, TestContext.Current.CancellationToken);

    private Task RunAsync(string sql) => AskAsync(sql);

    private async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(store + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
