using Hub.Testing.Servers;
using Npgsql;

namespace Hub.Integration.Tests.Servers;

public sealed class PostgresServerTests : IAsyncLifetime
{
    private readonly string folder = ServerFolder.Create();
    private PostgresServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await PostgresServer.StartAsync(Path.Combine(folder, "postgres"), Token);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Committed_rows_are_there_after_a_kill_and_a_restart()
    {
        await ExecuteAsync("CREATE TABLE reports (number text)");
        await ExecuteAsync("INSERT INTO reports VALUES ('PU-2026-000001')");

        await server.KillAsync(Token);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadAsync("SELECT number FROM reports"));

        await server.RestartAsync(Token);
        Assert.Equal("PU-2026-000001", await ReadAsync("SELECT number FROM reports"));
    }

    [Fact]
    public async Task Committed_rows_are_there_after_an_orderly_stop()
    {
        await ExecuteAsync("CREATE TABLE reports (number text)");
        await ExecuteAsync("INSERT INTO reports VALUES ('PU-2026-000002')");

        await server.StopAsync(Token);
        await server.RestartAsync(Token);

        Assert.Equal("PU-2026-000002", await ReadAsync("SELECT number FROM reports"));
    }

    [Fact]
    public async Task It_runs_as_a_ministry_would_run_it()
    {
        string[] settings = ["fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "is_superuser"];

        var said = await ReadAsync($"SELECT concat_ws(', ', {string.Join(", ", settings.Select(setting => $"'{setting} ' || current_setting('{setting}')"))})");

        Assert.Equal("fsync on, full_page_writes on, synchronous_commit on, listen_addresses 127.0.0.1, is_superuser off", said);
    }

    [Fact]
    public async Task Nothing_stays_behind()
    {
        await server.DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadAsync("SELECT 'still there'"));
    }

    private async Task ExecuteAsync(string sql) => await ReadAsync(sql);

    private async Task<string?> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync(Token);
    }
}
