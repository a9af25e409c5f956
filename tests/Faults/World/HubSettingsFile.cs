using System.Text.Json;
using Hub.Simulators.Demo;
using Hub.Testing.Servers;

namespace Hub.Faults.World;

/// <summary>One hub's configuration as the ministry would write it: a file, since a shell drops variables with a unit's code in their name.</summary>
internal sealed class HubSettingsFile
{
    private readonly HubProgram program = HubProgram.Find();
    private readonly string file;

    public HubSettingsFile(string file, IReadOnlyDictionary<string, string> settings)
    {
        this.file = file;
        Address = new Uri(settings["Http__Address"]);
        File.WriteAllText(file, JsonSerializer.Serialize(settings.ToDictionary(each => each.Key.Replace("__", ":", StringComparison.Ordinal), each => each.Value)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public Uri Address { get; }

    /// <summary>Runs a verb to its end; one that fails is an error with its words.</summary>
    public Task<string> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken) => Command(words).RunAsync(cancellationToken);

    public ServerCommand Command(IReadOnlyList<string> words) => new(program.File, [.. program.First, .. words, "--config", file])
    {
        Environment = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0", ["MASSTRANSIT_USAGE_TELEMETRY"] = "false" },
    };
}
