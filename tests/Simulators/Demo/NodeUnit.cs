using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Hub.Simulators.Units;

namespace Hub.Simulators.Demo;

/// <summary>One unit of the demo works with an application that is not ours: deploy/examples/unit-nodejs. What it says it did is noted like the work of the others.</summary>
internal sealed class NodeUnit : IAsyncDisposable
{
    /// <summary>The unit that works with it, and what it gives back to whom.</summary>
    public const string Unit = "PU-SDA";

    private const string ReturnIf = "irigasi";
    private const string ReturnTo = "PU-CK";

    private readonly Process process;
    private readonly UnitRecord record;
    private readonly Task reading;
    private int received;

    private NodeUnit(Process process, UnitRecord record)
    {
        (this.process, this.record) = (process, record);
        reading = ReadAsync();
    }

    /// <summary>One line on what it did.</summary>
    public string Summary
    {
        get
        {
            var said = record.Accepted.Where(answer => answer.Unit == Unit).CountBy(answer => answer.Status).ToDictionary(StringComparer.Ordinal);
            return $"{Unit} worked with a Node.js application: took {received}, acknowledged {said.GetValueOrDefault("acknowledged")}, answered {said.GetValueOrDefault("answered")}, returned {said.GetValueOrDefault("returned")}.";
        }
    }

    /// <summary>Installs its library from the registry and starts it.</summary>
    /// <exception cref="InvalidOperationException">Node.js, npm or the library is not to be had; the message says which.</exception>
    public static async Task<NodeUnit> StartAsync(string home, Uri broker, UnitRecord record, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(HubProgram.Root(), "deploy", "examples", "unit-nodejs")))
        {
            File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
        }

        using var npm = Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]), home);
        npm.BeginOutputReadLine();
        var complaint = await npm.StandardError.ReadToEndAsync(cancellationToken);
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm could not install amqplib: {complaint.Trim()}");
        }

        var start = new ProcessStartInfo("node", ["index.js"])
        {
            Environment = { ["BROKER"] = broker.AbsoluteUri, ["UNIT"] = Unit, ["RETURN_IF"] = ReturnIf, ["RETURN_TO"] = ReturnTo },
        };
        return new NodeUnit(Start(start, home), record);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await reading;
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var told = JsonDocument.Parse(line);
            if (told.RootElement.TryGetProperty("received", out _))
            {
                received++;
            }
            else if (told.RootElement.TryGetProperty("said", out var said))
            {
                Note(said.Deserialize<UnitAnswer>(UnitJson.Options)!);
            }
        }
    }

    private void Note(UnitAnswer answer)
    {
        if (answer.Status is "returned")
        {
            record.MayReturn(answer.ReportId);
        }

        record.Note(answer, taken: true);
    }

    private static Process Start(ProcessStartInfo start, string home)
    {
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (home, true, true);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{start.FileName} is not installed.");
        }
    }
}
