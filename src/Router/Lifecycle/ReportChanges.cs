using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
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

    /// <summary>The change was decided on this state; if the report has moved on since, nothing happens.</summary>
    public ReportState? DecidedOn { get; init; }

    /// <summary>The same for the version: what was read of the report must still hold.</summary>
    public long? DecidedOnVersion { get; init; }

    /// <summary>Only while this unit has the report.</summary>
    public string? WhileWith { get; init; }

    /// <summary>The event is older than the one that made the present state.</summary>
    public bool MayBeLate { get; init; }

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
internal sealed record ReportStep(ChangeResult Result, TimelineEntry Line, LedgerEntry? Told);

/// <summary>
/// The one way to change a report's state: lock, ask the table, write row, history, ledger and message in the caller's
/// transaction. What the table refuses is kept in the history and moves nothing. Many at once: <see cref="ReportBatch"/>.
/// </summary>
internal sealed class ReportChanges(StatusLedger ledger, BusMessages messages, ClockWriter clocks, HubIds ids, TimeProvider clock)
{
    /// <summary>They move with the reports.</summary>
    public ClockWriter Clocks => clocks;

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
        var clockLines = await clocks.MoveAsync(write.Db, [new ReportMove(report, change, step.Result)], cancellationToken);
        await write.Db.InsertAsync([step.Line, .. clockLines], cancellationToken);
        if (step.Result.Moved)
        {
            await SaveAsync(write.Db, step.Result.Report, cancellationToken);
        }

        if (step.Told is { } told)
        {
            await write.Db.InsertAsync([told], cancellationToken);
            write.Send(messages.PassOnStatus(report.Id, report.Channel, report.Version));
        }

        return step.Result;
    }

    /// <summary>Asks the table; writes nothing.</summary>
    /// <param name="report">As it is under its lock, with the version that the lock has raised.</param>
    public ReportStep Step(Report report, StateChange change)
    {
        var overtaken = change.OccurredAt < report.StateAt;
        var judgement = change.FromArchive && overtaken && change.To != report.State
            ? new TransitionResult.Late()
            : ReportTransitions.Judge(report.State, change.To, change.MayBeLate && overtaken);
        var result = new ChangeResult(judgement is TransitionResult.Allowed ? Moved(report, change) : report, judgement);
        var told = result.Moved && !change.FromChannel && ledger.Tells(report.Channel, change.To) ? ledger.Row(result.Report, change) : null;
        return new ReportStep(result, Line(report, change, judgement), told);
    }

    /// <summary>The lock has raised the version by one.</summary>
    public static bool IsOvertaken(Report report, StateChange change) =>
        (change.DecidedOn is { } state && state != report.State) || (change.DecidedOnVersion is { } version && version != report.Version - 1);

    private static Report Moved(Report report, StateChange change) => report with
    {
        State = change.To,
        // A report in triage, or that is not ours, is nobody's work any more.
        Unit = change.To is ReportState.Triage or ReportState.NotOurs ? null : change.Unit ?? report.Unit,
        Addressee = change.Addressee ?? report.Addressee,
        Reason = change.Reason ?? report.Reason,
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

    private TimelineEntry Line(Report report, StateChange change, TransitionResult judgement) => new()
    {
        Id = ids.Next(),
        ReportId = report.Id,
        At = clock.GetUtcNow(),
        Kind = judgement switch
        {
            TransitionResult.Allowed => TimelineKinds.State,
            TransitionResult.Same => TimelineKinds.Repeated,
            TransitionResult.Late => TimelineKinds.Late,
            _ => TimelineKinds.Refused,
        },
        By = change.By,
        State = change.To,
        Text = change.Text,
    };
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

    /// <summary>A legal clock was set, moved, met, paused or resumed.</summary>
    public const string Clock = "clock";

    /// <summary>A reminder, a breach or an escalation.</summary>
    public const string Deadline = "deadline";
}
