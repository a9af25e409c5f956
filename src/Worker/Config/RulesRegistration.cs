using Hub.Connectors;
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

    /// <summary>Channels whose reporters may be asked one question when only the owner or the place of a clear matter is unknown: cc158, whatsapp. None: nobody is asked.</summary>
    public IList<string> AskOn { get; } = [];

    /// <summary>Working days until a question counts as unanswered.</summary>
    public int AnswerWithin { get; set; } = 3;

    public QuestionPolicy ToPolicy() => new([.. AskOn], AnswerWithin);
}

internal sealed class RoutingOptionsValidator : IValidateOptions<RoutingOptions>
{
    private const int LongestWait = 30;

    public ValidateOptionsResult Validate(string? name, RoutingOptions options) => Faults(options).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Faults(RoutingOptions options)
    {
        if (options.Folder is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            yield return "Routing:Folder is empty; remove it for the rules that came with the program, or name a folder.";
        }

        // Its desk asks the citizen itself: what a channel of forms is told does not reach a conversation.
        var conversations = ConnectorRegistration.Normalisers().Select(normaliser => normaliser.Channel).Where(channel => channel is not "sp4n").ToList();
        foreach (var stranger in options.AskOn.Where(channel => !conversations.Contains(channel)).Distinct())
        {
            yield return $"Routing:AskOn names '{stranger}', where no reporter can be asked; use {string.Join(", ", conversations)}.";
        }

        if (options.AnswerWithin is < 1 or > LongestWait)
        {
            yield return $"Routing:AnswerWithin is {options.AnswerWithin}; write working days from 1 to {LongestWait}.";
        }
    }
}

/// <summary>The rules and the unit directory, read at the start; a set with any fault does not start (P10).</summary>
internal static class RulesRegistration
{
    /// <returns>What is wrong with the rule files; then there is no engine, and the units that can be read serve to check the rest of the configuration.</returns>
    public static IReadOnlyList<string> AddRoutingRules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<RoutingOptions, RoutingOptionsValidator>().BindConfiguration(RoutingOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RoutingOptions>>().Value.ToPolicy());
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
