using Hub.Router.Routing;
using Hub.Router.Units;
using Hub.Worker.Config.Reading;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Config;

/// <summary>The rules and the unit directory, read at the start; a set with any fault does not start (P10).</summary>
internal static class RulesRegistration
{
    /// <returns>What is wrong with the rule files; then there is no engine, and the units that can be read serve to check the rest of the configuration.</returns>
    /// <param name="decides">The service routes reports; a verb reads what was decided.</param>
    public static IReadOnlyList<string> AddRoutingRules(this IServiceCollection services, IConfiguration configuration, bool decides)
    {
        services.AddOptionsWithValidateOnStart<RoutingOptions, RoutingOptionsValidator>().BindConfiguration(RoutingOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RoutingOptions>>().Value.ToPolicy());
        var folder = FolderOf(configuration);
        var atStart = RuleFilesAtStart.Of(folder);
        switch (RoutingFiles.Load(folder, JakartaToday.Of(TimeProvider.System), decides))
        {
            case RoutingFilesResult.Loaded loaded:
                services.AddSingleton(loaded.Knowledge.Units).AddSingleton(new RoutingRules(new RoutingEngine(loaded.Knowledge)));
                services.AddSingleton(new RuleFilesState(new RuleFilesSight(folder, loaded.Knowledge.Version, TimeProvider.System.GetUtcNow()))).AddSingleton(atStart);
                return [];
            case RoutingFilesResult.Refused refused:
                services.AddSingleton(ReadableUnits(folder));
                return [.. refused.Faults.Select(fault => $"Routing:Folder {folder}: {fault}")];
            case var other:
                throw new InvalidOperationException($"There is no case for {other.GetType().Name}.");
        }
    }

    /// <summary>Looks after the files while the hub runs.</summary>
    public static IServiceCollection AddRuleFilesWatch(this IServiceCollection services) => services
        .AddSingleton<RuleFilesRooms>()
        .AddSingleton(provider => new RuleFilesWatch(
            provider.GetRequiredService<IOptions<RoutingOptions>>(), (provider.GetRequiredService<RuleFilesState>(), provider.GetRequiredService<RuleFilesAtStart>()),
            provider.GetRequiredService<RuleFilesRooms>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RuleFilesWatch>>()))
        .AddHostedService(provider => provider.GetRequiredService<RuleFilesWatch>());

    /// <summary>Rules, limits and days off are in one folder.</summary>
    internal static string FolderOf(IConfiguration configuration) => configuration[$"{RoutingOptions.Section}:{nameof(RoutingOptions.Folder)}"] ?? RoutingFiles.Shipped;

    internal static UnitDirectory ReadableUnits(string folder) =>
        new(UnitRows.Read(File.Exists(Path.Combine(folder, KnowledgeFile.Units)) ? folder : RoutingFiles.Shipped, []));
}
