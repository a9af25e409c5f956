using Hub.Contracts.Reports;
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

/// <summary>
/// The one way to change a report's state: lock, ask the table, write row, history, ledger and message in the caller's
/// transaction. What the table refuses is kept in the history and moves nothing.
/// </summary>
internal sealed class ReportChanges(StatusLedger ledger, BusMessages messages, HubIds ids, TimeProvider clock)
{
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

        var overtaken = change.OccurredAt < report.StateAt;
        var judgement = change.FromArchive && overtaken && change.To != report.State
            ? new TransitionResult.Late()
            : ReportTransitions.Judge(report.State, change.To, change.MayBeLate && overtaken);
        await write.Db.InsertAsync([Line(report, change, judgement)], cancellationToken);

        return judgement is TransitionResult.Allowed ? await MoveAsync(write, report, change, cancellationToken) : new ChangeResult(report, judgement);
    }

    /// <summary>The lock has raised the version by one.</summary>
    private static bool IsOvertaken(Report report, StateChange change) =>
        (change.DecidedOn is { } state && state != report.State) || (change.DecidedOnVersion is { } version && version != report.Version - 1);

    private async Task<ChangeResult> MoveAsync(StoreWrite write, Report report, StateChange change, CancellationToken cancellationToken)
    {
        var moved = report with
        {
            State = change.To,
            // A report in triage, or that is not ours, is nobody's work any more.
            Unit = change.To is ReportState.Triage or ReportState.NotOurs ? null : change.Unit ?? report.Unit,
            Addressee = change.Addressee ?? report.Addressee,
            Reason = change.Reason ?? report.Reason,
            ChannelWord = change.ChannelWord ?? report.ChannelWord,
            StateAt = change.OccurredAt,
        };
        await SaveAsync(write.Db, moved, cancellationToken);

        if (!change.FromChannel && ledger.Tells(moved.Channel, change.To))
        {
            await write.Db.InsertAsync([ledger.Row(moved, change)], cancellationToken);
            write.Send(messages.PassOnStatus(moved.Id, moved.Channel, moved.Version));
        }

        return new ChangeResult(moved, new TransitionResult.Allowed());
    }

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
}
