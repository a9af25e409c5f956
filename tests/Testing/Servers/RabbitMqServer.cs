using System.Net.Sockets;

namespace Hub.Testing.Servers;

/// <summary>A RabbitMQ node of our own on the loopback interface, with its own name service, cookie and data.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const int StartAttempts = 5;

    /// <summary>Nobody listens beyond this machine, and nobody starts a name service that would outlive us.</summary>
    private const string ErlangArguments = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}";

    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(100);

    private readonly string folder;
    private readonly int port = FreePort.Next();
    private readonly int epmdPort = FreePort.Next();
    private readonly int distributionPort = FreePort.Next();
    private ServerProcess? names;
    private ServerProcess? process;
    private bool takesOrders;

    private RabbitMqServer(string folder) => this.folder = folder;

    /// <summary>The first virtual host, as guest.</summary>
    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{port}");

    /// <param name="folder">Becomes the server's own and goes with it.</param>
    public static async Task<RabbitMqServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var server = new RabbitMqServer(Path.GetFullPath(folder));
        try
        {
            server.WriteSettings();
            await server.RestartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes connections and writes everything down first.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => process?.StopAsync("TERM", cancellationToken) ?? Task.CompletedTask;

    /// <summary>kill -9 of this node.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => process?.KillAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Messages and definitions, as files.</summary>
    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>SIGSTOP: connections stay open and nobody answers.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => process?.SignalTreeAsync("STOP", cancellationToken) ?? Task.CompletedTask;

    public Task ResumeAsync(CancellationToken cancellationToken) => process?.SignalTreeAsync("CONT", cancellationToken) ?? Task.CompletedTask;

    /// <summary>Deletes all data and definitions; only while the node is down.</summary>
    public void Wipe()
    {
        if (process is { IsRunning: true })
        {
            throw new InvalidOperationException("RabbitMQ is running; kill it before its data is deleted.");
        }

        Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>Starts again with the same name, data and port.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        takesOrders = false;

        var lastWords = "";
        for (var attempt = 0; attempt < StartAttempts; attempt++)
        {
            await DisposeProcessAsync();
            StartNames();
            process = ServerProcess.Start(Command("rabbitmq-server"), Path.Combine(folder, "rabbitmq.log"));
            if (await AnswersAsync(process, cancellationToken))
            {
                return;
            }

            lastWords = process.LastWords();
        }

        throw new InvalidOperationException($"RabbitMQ did not start after {StartAttempts} attempts. It said:\n{lastWords}");
    }

    /// <summary>A virtual host that guest may use fully.</summary>
    public async Task<Uri> NewVirtualHostAsync(string name, CancellationToken cancellationToken)
    {
        // The broker greets a little before it takes orders.
        if (!takesOrders)
        {
            await ControlAsync(["await_startup"], cancellationToken);
            takesOrders = true;
        }

        // In one call: each starts an Erlang machine of its own, for seconds of a processor.
        await ControlAsync(
            ["eval", $"""ok = rabbit_vhost:add(<<"{name}">>, <<"guest">>), ok = rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"guest">>)."""],
            cancellationToken);
        return new Uri(Address, name);
    }

    /// <summary>What an operator would type after rabbitmqctl: alarms, closed connections, deleted queues.</summary>
    public Task<string> ControlAsync(IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        Command("rabbitmqctl", ["--quiet", .. words]).RunAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await DisposeProcessAsync();
        if (names is not null)
        {
            await names.DisposeAsync();
            names = null;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void WriteSettings()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "enabled_plugins"), "[].");
        File.WriteAllText(Path.Combine(folder, "rabbitmq-env.conf"), "");
        File.WriteAllText(Path.Combine(folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            log.file = false
            log.console = true
            log.console.level = warning
            disk_free_limit.absolute = 50MB

            """);
    }

    /// <summary>Erlang's name service would start itself as a daemon and stay for ever; ours is a child with its own port.</summary>
    private void StartNames()
    {
        if (names is not { IsRunning: true })
        {
            names = ServerProcess.Start(new ServerCommand(Programs.Epmd(), "-address", "127.0.0.1", "-port", $"{epmdPort}"), Path.Combine(folder, "epmd.log"));
        }
    }

    private ServerCommand Command(string program, params IReadOnlyList<string> arguments) => new(Programs.RabbitMq(program), arguments)
    {
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["ERL_EPMD_PORT"] = $"{epmdPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = $"hub{port}@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "rabbitmq-env.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = ErlangArguments,
            ["RABBITMQ_CTL_ERL_ARGS"] = ErlangArguments,

            // The script then becomes the node instead of watching over it, so that a kill meets the node.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        },
    };

    /// <summary>Ready when the broker greets a client: the port alone opens a little earlier.</summary>
    private async Task<bool> AnswersAsync(ServerProcess started, CancellationToken cancellationToken)
    {
        while (started.IsRunning)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, cancellationToken);
                await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), cancellationToken);

                const byte methodFrame = 1;
                var greeting = new byte[1];
                if (await client.GetStream().ReadAsync(greeting, cancellationToken) == 1 && greeting[0] == methodFrame)
                {
                    return true;
                }
            }
            catch (Exception notYet) when (notYet is SocketException or IOException)
            {
                // Not listening yet.
            }

            await Task.Delay(ProbePause, TimeProvider.System, cancellationToken);
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
