using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Clients;

/// <summary>Programs for Node.js with packages that nobody here wrote, installed from the registry at the first use, in the versions that the lock file pins.</summary>
public sealed class NodeClients : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private string? folder;

    /// <summary>Starts a program of the folder Clients.</summary>
    public async Task<NodeClient> StartAsync(string program, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var home = await InstalledAsync(cancellationToken);
        var start = new ProcessStartInfo("node", [program]) { WorkingDirectory = home, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new NodeClient(Start(start));
    }

    public ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }

        gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> InstalledAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (folder is null)
            {
                var fresh = ServerFolder.Create();
                foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Clients")))
                {
                    File.Copy(file, Path.Combine(fresh, Path.GetFileName(file)));
                }

                await InstallAsync(fresh, cancellationToken);
                folder = fresh;
            }

            return folder;
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task InstallAsync(string home, CancellationToken cancellationToken)
    {
        using var npm = Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        var complaint = await npm.StandardError.ReadToEndAsync(cancellationToken);
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci could not install amqplib and standardwebhooks, which this test needs from a registry: {complaint}{await output}");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"There is no {start.FileName} here. This test plays a unit's application in Node.js: install nodejs and npm.");
        }
    }
}

/// <summary>A running program that speaks lines of JSON.</summary>
public sealed class NodeClient(Process process) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>The next line it says.</returns>
    public async Task<JsonElement> NextAsync(CancellationToken cancellationToken)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);
        return line is null ? throw new InvalidOperationException("The program ended.") : JsonElement.Parse(line);
    }

    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
