using Hub.Router.Routing;
using Hub.Router.Units;
using Hub.Worker.Config.Reading;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Config;

/// <summary>Where the rule files are.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Routing";

    /// <summary>Folder of the rule files; without it the ones that came with the program.</summary>
    public string? Folder { get; set; }
}

internal sealed class RoutingOptionsValidator : IValidateOptions<RoutingOptions>
{
    public ValidateOptionsResult Validate(string? name, RoutingOptions options) => options.Folder is { } folder && string.IsNullOrWhiteSpace(folder)
        ? ValidateOptionsResult.Fail("Routing:Folder is empty; remove it for the rules that came with the program, or name a folder.")
        : ValidateOptionsResult.Success;
}

/// <summary>The rules and the unit directory, read at the start; a set with any fault does not start (P10).</summary>
internal static class RulesRegistration
{
    /// <returns>What is wrong with the rule files; then there is no engine, and the units that can be read serve to check the rest of the configuration.</returns>
    public static IReadOnlyList<string> AddRoutingRules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<RoutingOptions, RoutingOptionsValidator>().BindConfiguration(RoutingOptions.Section);
        var folder = FolderOf(configuration);
        switch (RoutingFiles.Load(folder))
        {
            case RoutingFilesResult.Loaded loaded:
                services.AddSingleton(loaded.Knowledge.Units).AddSingleton(new RoutingEngine(loaded.Knowledge));
                return [];
            case RoutingFilesResult.Refused refused:
                services.AddSingleton(ReadableUnits(folder));
                return [.. refused.Faults.Select(fault => $"Routing:Folder {folder}: {fault}")];
            case var other:
                throw new InvalidOperationException($"There is no case for {other.GetType().Name}.");
        }
    }

    /// <summary>Rules, limits and days off are in one folder.</summary>
    internal static string FolderOf(IConfiguration configuration) => configuration[$"{RoutingOptions.Section}:{nameof(RoutingOptions.Folder)}"] ?? RoutingFiles.Shipped;

    internal static UnitDirectory ReadableUnits(string folder) =>
        new(UnitRows.Read(File.Exists(Path.Combine(folder, KnowledgeFile.Units)) ? folder : RoutingFiles.Shipped, []));
}
