using Hub.Router.Routing;

namespace Hub.Worker.Config;

/// <summary>Where the rule files are.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Routing";

    /// <summary>Folder of the rule files; without it the ones that came with the program.</summary>
    public string? Folder { get; set; }
}

/// <summary>The rules and the unit directory, read at the start; a set with any fault does not start (P10).</summary>
internal static class RulesRegistration
{
    public static IServiceCollection AddRoutingRules(this IServiceCollection services, IConfiguration configuration)
    {
        var folder = configuration[$"{RoutingOptions.Section}:{nameof(RoutingOptions.Folder)}"] ?? RoutingFiles.Shipped;
        return RoutingFiles.Load(folder) switch
        {
            RoutingFilesResult.Loaded loaded => services.AddSingleton(loaded.Knowledge.Units).AddSingleton(new RoutingEngine(loaded.Knowledge)),
            RoutingFilesResult.Refused refused => throw new SettingsException(string.Join(Environment.NewLine, refused.Faults.Select(fault => $"Routing:Folder {folder}: {fault}"))),
            var other => throw new InvalidOperationException($"There is no case for {other.GetType().Name}."),
        };
    }
}
