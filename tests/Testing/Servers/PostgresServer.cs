using Npgsql;

namespace Hub.Testing.Servers;

/// <summary>A PostgreSQL of our own on the loopback interface, with the durability a ministry would run.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int StartAttempts = 20;

    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(100);
    private static readonly ServerAccount Account = ServerAccount.Harmless("postgres", "nobody");

    private readonly string folder;
    private readonly int port = FreePort.Next();
    private ServerProcess? process;

    private PostgresServer(string folder) => this.folder = folder;

    /// <summary>The database hub, as the role hub, which owns it and may create others but is no superuser.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={port};Username=hub;Database=hub";

    private string AdministratorConnection => $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false;Timeout=3";

    private string Cluster => Path.Combine(folder, "cluster");

    /// <param name="folder">Becomes the server's own and goes with it.</param>
    public static async Task<PostgresServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var server = new PostgresServer(Path.GetFullPath(folder));
        try
        {
            await server.CreateClusterAsync(cancellationToken);
            await server.RestartAsync(cancellationToken);
            await ExecuteAsync(server.AdministratorConnection, "CREATE ROLE hub LOGIN CREATEDB", cancellationToken);
            await ExecuteAsync(server.AdministratorConnection, "CREATE DATABASE hub OWNER hub", cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends sessions and writes everything down first.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => process?.StopAsync("INT", cancellationToken) ?? Task.CompletedTask;

    /// <summary>kill -9 of this server and its sessions.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => process?.KillAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>SIGSTOP of this server and its sessions: connections stay open and nobody answers.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => process?.SignalTreeAsync("STOP", cancellationToken) ?? Task.CompletedTask;

    public Task ResumeAsync(CancellationToken cancellationToken) => process?.SignalTreeAsync("CONT", cancellationToken) ?? Task.CompletedTask;

    /// <summary>kill -9 of one session of the role hub: the server ends all sessions and recovers.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> KillSessionAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(AdministratorConnection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pid FROM pg_stat_activity WHERE usename = 'hub' ORDER BY random() LIMIT 1", connection);
        if (process is null || await command.ExecuteScalarAsync(cancellationToken) is not int session || !ProcessTree.Of(process.Id).Contains(session))
        {
            return false;
        }

        await new ServerCommand("kill", "-KILL", $"{session}").RunAsync(cancellationToken);
        return true;
    }

    /// <summary>Starts again on the same data and port. After a kill the first attempts may find the old memory still held (RELIABILITY 2.G).</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);

        var lastWords = "";
        for (var attempt = 0; attempt < StartAttempts; attempt++)
        {
            await DisposeProcessAsync();
            process = ServerProcess.Start(Account.As(ServeCommand()), Path.Combine(folder, "postgres.log"));
            if (await AnswersAsync(process, cancellationToken))
            {
                return;
            }

            lastWords = process.LastWords();
            await Task.Delay(StartPause, TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"PostgreSQL did not start after {StartAttempts} attempts. It said:\n{lastWords}");
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeProcessAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CreateClusterAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await Account.OwnAsync(folder, cancellationToken);

        var create = new ServerCommand(
            Programs.Postgres("initdb"), "--pgdata", Cluster, "--username", "postgres", "--encoding", "UTF8", "--locale", "C.UTF-8", "--auth", "trust", "--no-sync");
        await Account.As(create).RunAsync(cancellationToken);
    }

    private ServerCommand ServeCommand() => new(
        Programs.Postgres("postgres"),
        "-D", Cluster,
        "-p", $"{port}",
        "-c", "listen_addresses=127.0.0.1",
        "-c", "unix_socket_directories=",
        "-c", "fsync=on",
        "-c", "synchronous_commit=on",
        "-c", "max_connections=200");

    private async Task<bool> AnswersAsync(ServerProcess started, CancellationToken cancellationToken)
    {
        while (started.IsRunning)
        {
            try
            {
                await ExecuteAsync(AdministratorConnection, "SELECT 1", cancellationToken);
                return true;
            }
            catch (NpgsqlException)
            {
                // Not listening yet, or still reading its log.
                await Task.Delay(ProbePause, TimeProvider.System, cancellationToken);
            }
        }

        return false;
    }

    private async Task DisposeProcessAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
            process = null;
        }
    }
}
