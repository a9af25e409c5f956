using Hub.Connectors;

namespace Hub.Worker.Config;

/// <summary>Limits, offices and days off, read at the start; a set with any fault does not start (P10).</summary>
internal static class DeadlinesRegistration
{
    /// <returns>What is wrong with the files; then there are no limits.</returns>
    public static IReadOnlyList<string> AddDeadlineRules(this IServiceCollection services, IConfiguration configuration)
    {
        var folder = RulesRegistration.FolderOf(configuration);
        var channels = ConnectorRegistration.Normalisers().Select(normaliser => normaliser.Channel).ToHashSet(StringComparer.Ordinal);
        switch (DeadlineFiles.Load(folder, new DeadlineNames(RulesRegistration.ReadableUnits(folder), channels)))
        {
            case DeadlineFilesResult.Loaded loaded:
                services.AddSingleton(loaded.Book).AddSingleton(loaded.Holidays);
                return [];
            case DeadlineFilesResult.Refused refused:
                return [.. refused.Faults.Select(fault => $"Routing:Folder {folder}: {fault}")];
            case var other:
                throw new InvalidOperationException($"There is no case for {other.GetType().Name}.");
        }
    }
}
