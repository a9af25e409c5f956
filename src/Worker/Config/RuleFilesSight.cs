using Hub.Router.Routing;

namespace Hub.Worker.Config;

/// <summary>How the rule files stand, as the last look saw them.</summary>
/// <param name="RuleSet">The set in force.</param>
/// <param name="Since">When this process took it.</param>
internal sealed record RuleFilesSight(string Folder, string RuleSet, DateTimeOffset Since)
{
    /// <summary>Why the files are not what is in force; empty when they are.</summary>
    public IReadOnlyList<KnowledgeFault> Faults { get; init; } = [];

    /// <summary>A file changed that only a start reads.</summary>
    public string? NeedsRestart { get; init; }

    public string? ShadowFolder { get; init; }

    public string? ShadowSet { get; init; }

    public IReadOnlyList<KnowledgeFault> ShadowFaults { get; init; } = [];
}

/// <summary>Where the watch leaves what it saw.</summary>
internal sealed class RuleFilesState(RuleFilesSight first)
{
    private volatile RuleFilesSight now = first;

    public RuleFilesSight Now
    {
        get => now;
        set => now = value;
    }
}

/// <summary>What a start read and a running hub cannot follow: changed files of this kind wait for the next start.</summary>
/// <param name="Units">Queues, keys, deadlines and names hang on the directory.</param>
internal sealed record RuleFilesAtStart(string Units, string Deadlines)
{
    public static RuleFilesAtStart Of(string folder) => new(RoutingFiles.DigestOf(folder, [KnowledgeFile.Units]), RoutingFiles.DigestOf(folder, [DeadlineFiles.Limits]));
}
