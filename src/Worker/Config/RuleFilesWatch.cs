using System.Diagnostics.Metrics;
using Hub.Router;
using Hub.Router.Routing;
using Hub.Router.Routing.Shadow;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Config;

/// <summary>
/// Takes over changed rule files while the hub runs: a set without a fault replaces the one in force whole, any other leaves
/// it and says so until it is mended. Each process looks for itself.
/// </summary>
internal sealed partial class RuleFilesWatch : BackgroundService
{
    private readonly Meter meter = new(HubMeter.Name);
    private readonly WatchedFolder files;
    private readonly WatchedFolder? shadowFiles;
    private readonly Queue<(string From, string To)> untold = [];
    private readonly TimeSpan every;
    private readonly RuleFilesState state;
    private readonly RuleFilesAtStart atStart;
    private readonly RuleFilesRooms rooms;
    private readonly TimeProvider clock;
    private readonly ILogger<RuleFilesWatch> logger;
    private string? said;

    public RuleFilesWatch(IOptions<RoutingOptions> options, (RuleFilesState State, RuleFilesAtStart AtStart) known, RuleFilesRooms rooms, TimeProvider clock, ILogger<RuleFilesWatch> logger)
    {
        (this.rooms, this.clock, this.logger, every, (state, atStart)) = (rooms, clock, logger, options.Value.ReloadEvery, known);
        files = new WatchedFolder(state.Now.Folder);
        shadowFiles = options.Value.Shadow.Folder is { } shadow ? new WatchedFolder(shadow) : null;
        rooms.Shadow.Keep = options.Value.Shadow.Keep;
        meter.CreateObservableGauge("hub_rule_set_faults", () => (double)state.Now.Faults.Count, "{fault}", "Faults of rule files that are not used; the last good set stays in force.");
        meter.CreateObservableGauge("hub_shadow_set_faults", () => (double)state.Now.ShadowFaults.Count, "{fault}", "Faults of the shadow rule files; they are not used.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => clock.RepeatAsync(every, (LookAsync, fault => Log.NotTold(logger, fault)), stoppingToken);

    /// <summary>One look at all the files.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var today = JakartaToday.Of(clock);
        var since = LookAtRules(today) ? clock.GetUtcNow() : state.Now.Since;
        LookAtShadow(today);
        state.Now = new RuleFilesSight(files.Folder, rooms.Rules.Engine.Knowledge.Version, since)
        {
            Faults = files.Faults,
            NeedsRestart = DeadlinesChanged() ? $"{DeadlineFiles.Limits} has changed since the start; limits, offices and escalation are read at the start only. Restart the hub to take it." : null,
            ShadowFolder = shadowFiles?.Folder,
            ShadowSet = rooms.Shadow.Engine?.Knowledge.Version,
            ShadowFaults = shadowFiles?.Faults ?? [],
        };
        SayFaults();
        await TellAsync(cancellationToken);
    }

    /// <returns>Whether another set is in force now.</returns>
    private bool LookAtRules(DateOnly today)
    {
        var before = rooms.Rules.Engine.Knowledge.Version;
        if (files.Look(before, today) is not { } found)
        {
            return false;
        }

        if (RoutingFiles.DigestOf(files.Folder, [KnowledgeFile.Units]) != atStart.Units)
        {
            files.Refuse(new KnowledgeFault(KnowledgeFile.Units, "the file", "has changed since the start, and queues, keys, deadlines and names hang on the directory.", "Restart the hub to take the whole set."));
            return false;
        }

        rooms.Rules.Replace(new RoutingEngine(found));
        rooms.Meter.RuleSet("taken");
        untold.Enqueue((before, found.Version));
        Log.Taken(logger, before, found.Version);
        return true;
    }

    private void LookAtShadow(DateOnly today)
    {
        if (shadowFiles?.Look(rooms.Shadow.Engine?.Knowledge.Version, today) is { } found)
        {
            rooms.Shadow.Engine = new RoutingEngine(found);
            Log.ShadowTaken(logger, found.Version);
        }
    }

    private bool DeadlinesChanged() => RoutingFiles.DigestOf(files.Folder, [DeadlineFiles.Limits]) != atStart.Deadlines;

    /// <summary>Once for each refused set, not at every look.</summary>
    private void SayFaults()
    {
        var first = state.Now.Faults is [var fault, ..] ? fault.ToString() : null;
        if (first is not null && first != said)
        {
            rooms.Meter.RuleSet("refused");
            Log.Refused(logger, state.Now.Faults.Count, state.Now.RuleSet, first);
        }

        said = first;
    }

    /// <summary>The rules count whether or not the store can be written now; what is left is written at the next look.</summary>
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        while (untold.TryPeek(out var change))
        {
            await rooms.Journal.TakenAsync(change.From, change.To, $"process {Environment.ProcessId} on {Environment.MachineName}", cancellationToken);
            untold.Dequeue();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Rule set {To} is in force instead of {From}.")]
        public static partial void Taken(ILogger logger, string from, string to);

        [LoggerMessage(2, LogLevel.Error, "Changed rule files are not used, {RuleSet} stays in force. {Count} faults, the first: {First}")]
        public static partial void Refused(ILogger logger, int count, string ruleSet, string first);

        [LoggerMessage(3, LogLevel.Warning, "Looking after the rule files, or writing down their change, failed with {Fault}; it is tried again.")]
        public static partial void NotTold(ILogger logger, string fault);

        [LoggerMessage(4, LogLevel.Information, "Shadow rule set {To} is asked about every decision.")]
        public static partial void ShadowTaken(ILogger logger, string to);
    }
}

/// <summary>What the watch fills and tells.</summary>
internal sealed record RuleFilesRooms(RoutingRules Rules, ShadowRules Shadow, RuleSetJournal Journal, HubMeter Meter);
