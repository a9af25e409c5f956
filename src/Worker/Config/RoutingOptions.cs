using Hub.Connectors;
using Hub.Router.Routing;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Config;

/// <summary>Where the rule files are.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Routing";

    /// <summary>Folder of the rule files; without it the ones that came with the program.</summary>
    public string? Folder { get; set; }

    /// <summary>How often a running hub looks whether the files changed.</summary>
    public TimeSpan ReloadEvery { get; set; } = TimeSpan.FromSeconds(15);

    public RoutingShadowOptions Shadow { get; set; } = new();

    /// <summary>Channels whose reporters may be asked one question when only the owner or the place of a clear matter is unknown: cc158, whatsapp. None: nobody is asked.</summary>
    public IList<string> AskOn { get; } = [];

    /// <summary>Working days until a question counts as unanswered.</summary>
    public int AnswerWithin { get; set; } = 3;

    public QuestionPolicy ToPolicy() => new([.. AskOn], AnswerWithin);
}

/// <summary>A second rule set that is asked about every decision and decides none.</summary>
internal sealed class RoutingShadowOptions
{
    /// <summary>Its folder; without it there is no shadow.</summary>
    public string? Folder { get; set; }

    /// <summary>So many of its judgements are kept, the newest.</summary>
    public int Keep { get; set; } = 100_000;
}

internal sealed class RoutingOptionsValidator : IValidateOptions<RoutingOptions>
{
    private const int LongestWait = 30;

    public ValidateOptionsResult Validate(string? name, RoutingOptions options)
    {
        List<string> faults = [.. OfQuestions(options)];
        if (options.Folder is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            faults.Add("Routing:Folder is empty; remove it for the rules that came with the program, or name a folder.");
        }

        if (options.ReloadEvery < TimeSpan.FromSeconds(1) || options.ReloadEvery > TimeSpan.FromHours(1))
        {
            faults.Add($"Routing:ReloadEvery is {options.ReloadEvery}; it must be from one second (00:00:01) to one hour (01:00:00).");
        }

        if (options.Shadow.Folder is { } shadow && string.IsNullOrWhiteSpace(shadow))
        {
            faults.Add("Routing:Shadow:Folder is empty; remove it to have no shadow rules, or name a folder.");
        }

        if (options.Shadow.Keep is < 1000 or > 10_000_000)
        {
            faults.Add($"Routing:Shadow:Keep is {options.Shadow.Keep}; it must be from 1000 to 10000000.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> OfQuestions(RoutingOptions options)
    {
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
