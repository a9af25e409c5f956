using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>One wanted change of a report's state, by whom and why.</summary>
/// <param name="By">A channel, the rules, a unit's code, a person's account.</param>
/// <param name="Text">The line in the history.</param>
internal sealed record StateChange(ReportState To, string By, string Text, DateTimeOffset OccurredAt)
{
    /// <summary>What the citizen may read; the hub words it itself when it is absent.</summary>
    public string? PublicNote { get; init; }

    /// <summary>The reporter is asked this: whatever the state is called here, the channel is told that we wait for them.</summary>
    public string? Asks { get; init; }

    /// <summary>The change was decided on this state; if the report has moved on since, nothing happens.</summary>
    public ReportState? DecidedOn { get; init; }

    /// <summary>The same for the version: what was read of the report must still hold.</summary>
    public long? DecidedOnVersion { get; init; }

    /// <summary>Only while this unit has the report.</summary>
    public string? WhileWith { get; init; }

    /// <summary>Said by a unit or a channel: it may arrive after what happened later.</summary>
    public bool MayBeLate { get; init; }

    /// <summary>Whoever said it said when; else the time is that of its arrival.</summary>
    public bool IsDated { get; init; }

    /// <summary>When the citizen could read it, where that is later than it was said.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>What it speaks of is over, whatever its date: kept in the history, moves nothing.</summary>
    public bool IsOver { get; init; }

    /// <summary>Takes an act back: the report stands again where it stood before it, which is no move of the table.</summary>
    public bool Restores { get; init; }

    /// <summary>Read again from the archive: if the report has moved since it was said, it is kept in the history and moves nothing.</summary>
    public bool FromArchive { get; init; }

    /// <summary>The change came from the channel: it is not told what it said itself.</summary>
    public bool FromChannel { get; init; }

    /// <summary>The channel's own word, kept beside ours.</summary>
    public string? ChannelWord { get; init; }

    public string? Unit { get; init; }

    public string? Addressee { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What became of a wanted change, with the report as it is now.</summary>
internal sealed record ChangeResult(Report Report, TransitionResult Judgement)
{
    public bool Moved => Judgement is TransitionResult.Allowed;
}

/// <summary>A change judged and not written yet.</summary>
/// <param name="Line">What the history keeps of it, whether it moves the report or not.</param>
/// <param name="Told">What the channel is to be told; null when it is told nothing.</param>
internal sealed record ReportStep(ReportMove Move, TimelineEntry Line, LedgerEntry? Told)
{
    public ChangeResult Result => Move.Result;

    public StateChange Change => Move.Change;
}

/// <summary>
/// The one way to change a report's state: lock, ask the table, write row, history, ledger and message in the caller's
/// transaction. What the table refuses is kept in the history and moves nothing. Many at once: <see cref="ReportBatch"/>.
/// </summary>
internal sealed class ReportChanges(StatusLedger ledger, BusMessages messages, ClockWriter clocks, MergedReports merged, HubIds ids, TimeProvider clock)
{
    /// <summary>They move with the reports.</summary>
    public ClockWriter Clocks => clocks;

    /// <summary>Moves the clocks with the reports.</summary>
    /// <returns>All that the histories keep of the steps: what the rules decided and what it means for the clocks is one line, the words of others stand alone.</returns>
    public async Task<IReadOnlyList<TimelineEntry>> MoveClocksAsync(HubDbContext db, IReadOnlyList<ReportStep> steps, CancellationToken cancellationToken)
    {
        var said = await clocks.MoveAsync(db, [.. steps.Select(step => step.Move)], cancellationToken);
        return [.. steps.SelectMany(step => (step.Line, said.GetValueOrDefault(step.Move)) switch
        {
            (var line, null) => [line],
            (var line, var words) when step.Change.By is Decided.Rules => [line with { Text = $"{line.Text} {words}" }],
            var (line, words) => (TimelineEntry[])[line, clocks.Line(line.ReportId, words)],
        })];
    }

    /// <returns>Null when there is no such report.</returns>
    public async Task<ChangeResult?> ApplyAsync(StoreWrite write, Guid reportId, StateChange change, CancellationToken cancellationToken)
    {
        if (await write.Db.LockAsync(reportId, clock.GetUtcNow(), cancellationToken) is not { } report)
        {
            return null;
        }

        if (change.WhileWith is { } unit && unit != report.Unit)
        {
            throw new OvertakenException("the unit of the report");
        }

        if (IsOvertaken(report, change))
        {
            return new ChangeResult(report, new TransitionResult.Same());
        }

        var step = Step(report, change);
        await write.Db.InsertAsync(await MoveClocksAsync(write.Db, [step], cancellationToken), cancellationToken);
        if (!ReferenceEquals(step.Result.Report, report))
        {
            await SaveAsync(write.Db, step.Result.Report, cancellationToken);
        }

        if (step.Told is { } told)
        {
            await write.Db.InsertAsync([told], cancellationToken);
            write.Send(messages.PassOnStatus(report.Id, report.Channel, report.Version));
        }

        await TellMergedAsync(write, [step], null, cancellationToken);
        return step.Result;
    }

    /// <summary>What is said of a report is said to the channels of those that go on under it.</summary>
    /// <param name="steps">As they are saved, in their order.</param>
    /// <param name="followers">When they have been read before.</param>
    public Task TellMergedAsync(StoreWrite write, IReadOnlyList<ReportStep> steps, IReadOnlyList<Follower>? followers, CancellationToken cancellationToken) =>
        merged.TellAsync(write, steps, followers, cancellationToken);

    /// <summary>Asks the table; writes nothing.</summary>
    /// <param name="report">As it is under its lock, with the version that the lock has raised.</param>
    public ReportStep Step(Report report, StateChange change)
    {
        var judgement = Judge(report, change);
        var result = new ChangeResult(After(report, change, judgement), judgement);

        // An end that is put in the place of another says nothing new to a channel that knows the report has ended.
        var ends = ReportTransitions.IsEnd(report.State) && ReportTransitions.IsEnd(change.To);
        var told = change.Asks is { } question && judgement is TransitionResult.Allowed or TransitionResult.Same
            ? ledger.Row(result.Report, change with { To = ReportState.WaitingReporter, PublicNote = question })
            : result.Moved && !ends && !change.FromChannel && ledger.Tells(report.Channel, change.To) ? ledger.Row(result.Report, change) : null;
        return new ReportStep(new ReportMove(report, change, result), Line(report, change, judgement), told);
    }

    /// <summary>What the table says of a change of this report.</summary>
    public static TransitionResult Judge(Report report, StateChange change)
    {
        var overtaken = ReportTransitions.IsOvertaken((report.State, report.StateAt), (change.To, change.OccurredAt), change.IsDated);
        return change switch
        {
            { Restores: true } => new TransitionResult.Allowed(),
            { IsOver: true } => new TransitionResult.Late(),
            { FromArchive: true } when overtaken && change.To != report.State => new TransitionResult.Late(),
            _ => ReportTransitions.Judge(report.State, change.To, change.MayBeLate && overtaken),
        };
    }

    private static Report After(Report report, StateChange change, TransitionResult judgement) => judgement switch
    {
        TransitionResult.Allowed => Moved(report, change),
        TransitionResult.Same when change.Asks is not null => report with { Reason = change.Reason },
        TransitionResult.Same when change.MayBeLate && ReportTransitions.Since((report.State, report.StateAt), change.OccurredAt) is var since && since != report.StateAt =>
            report with { StateAt = since },
        _ => report,
    };

    /// <summary>The lock has raised the version by one.</summary>
    public static bool IsOvertaken(Report report, StateChange change) =>
        (change.DecidedOn is { } state && state != report.State) || (change.DecidedOnVersion is { } version && version != report.Version - 1);

    private static Report Moved(Report report, StateChange change) => report with
    {
        State = change.To,
        // A report in triage, or that is not ours, is nobody's work any more.
        Unit = change.To is ReportState.Triage or ReportState.NotOurs ? null : change.Unit ?? report.Unit,
        Addressee = change.Addressee ?? report.Addressee,
        Reason = change.Restores ? change.Reason : change.Reason ?? report.Reason,
        ChannelWord = change.ChannelWord ?? report.ChannelWord,
        StateAt = change.OccurredAt,
    };

    private static Task SaveAsync(HubDbContext db, Report report, CancellationToken cancellationToken) =>
        db.Set<Report>().Where(row => row.Id == report.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.State, report.State)
                .SetProperty(row => row.Unit, report.Unit)
                .SetProperty(row => row.Addressee, report.Addressee)
                .SetProperty(row => row.Reason, report.Reason)
                .SetProperty(row => row.ChannelWord, report.ChannelWord)
                .SetProperty(row => row.StateAt, report.StateAt),
            cancellationToken);

    private TimelineEntry Line(Report report, StateChange change, TransitionResult judgement) => Line(report, change.By, change.To, judgement switch
    {
        TransitionResult.Allowed => (TimelineKinds.State, change.Text),
        TransitionResult.Same => (TimelineKinds.Repeated, change.Text),
        TransitionResult.Late => (TimelineKinds.Late, change.Text),
        _ => (TimelineKinds.Refused, change.Text),
    });

    /// <summary>A line of the history.</summary>
    public TimelineEntry Line(Report report, string by, ReportState? state, (string Kind, string Text) said) =>
        new() { Id = ids.Next(), ReportId = report.Id, At = clock.GetUtcNow(), Kind = said.Kind, By = by, State = state, Text = said.Text };
}

/// <summary>The fixed words of a history line's kind.</summary>
internal static class TimelineKinds
{
    public const string Received = "received";
    public const string Amended = "amended";
    public const string Routed = "routed";
    public const string State = "state";
    public const string Repeated = "repeated";
    public const string Late = "late";
    public const string Refused = "refused";
    public const string Synced = "synced";
    public const string SyncTrouble = "sync_trouble";
    public const string Receipt = "receipt";
    public const string Note = "note";
    public const string Merged = "merged";
    public const string Unmerged = "unmerged";
    public const string Answer = "answer";

    /// <summary>The unit ended; another one carries on its work.</summary>
    public const string Succession = "succession";

    /// <summary>What the report says now would be decided otherwise; it stays where it is.</summary>
    public const string Doubt = "doubt";

    /// <summary>A legal clock was set, moved, met, paused or resumed.</summary>
    public const string Clock = "clock";

    /// <summary>A reminder, a breach or an escalation.</summary>
    public const string Deadline = "deadline";
}
