using System.Collections.Frozen;
using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;

namespace Hub.Router.Reconciliation;

/// <summary>
/// Proof of delivery (PEERS 3.19): a status that the ledger calls delivered is looked for at its channel by its operation. One that is
/// not there goes back to its lane once, as the same operation and through the lane's own read-back, so that nothing is told twice.
/// </summary>
internal sealed class StatusProofs(SightingStore sightings, FindingStore findings, LedgerStore ledger, IEnumerable<IStatusSink> sinks, AuditPace pace)
{
    private readonly FrozenDictionary<string, IStatusSink> byChannel = sinks.ToFrozenDictionary(sink => sink.Channel);

    public async Task ProveAsync(AuditRun run, CancellationToken cancellationToken)
    {
        if (run.IsStopped || run.Order.IsFile || !byChannel.TryGetValue(run.Audit.Channel, out var sink))
        {
            return;
        }

        await SettleRefusedAsync(run, cancellationToken);
        foreach (var told in (await sightings.UnseenAsync(run, cancellationToken)).Where(told => !run.IsMissingThere(told.ExternalId)))
        {
            if (!await pace.MayAskAsync(run, cancellationToken))
            {
                return;
            }

            await ProveAsync(run, sink, told, cancellationToken);
        }
    }

    private async Task ProveAsync(AuditRun run, IStatusSink sink, ToldStatus told, CancellationToken cancellationToken)
    {
        var status = await ledger.OutboundAsync(told.Entry, cancellationToken);
        switch (await sink.ReadBackAsync(status, cancellationToken))
        {
            case ReadBackResult.Found:
                await sightings.SeenAsync(told.Entry, cancellationToken);
                run.Take(Subject(told), new Drift.None());
                break;
            case ReadBackResult.Absent:
                await AbsentAsync(run, told, cancellationToken);
                break;
            case ReadBackResult.Unavailable away:
                run.Stop(away.Reason, away.RetryAfter);
                break;
            case ReadBackResult.CannotTell:
                await sightings.AskedAsync(told.Entry, cancellationToken);
                break;
        }
    }

    /// <summary>A repeat that the channel refused for good is listed by the ledger from then on.</summary>
    private async Task SettleRefusedAsync(AuditRun run, CancellationToken cancellationToken)
    {
        foreach (var subject in await findings.OpenStatusesAsync(run.Audit, cancellationToken))
        {
            if (Guid.TryParse(subject.AsSpan(subject.LastIndexOf('#') + 1), out var operation) && await sightings.IsRefusedAsync(operation, cancellationToken))
            {
                run.Take(subject, new Drift.None());
            }
        }
    }

    private async Task AbsentAsync(AuditRun run, ToldStatus told, CancellationToken cancellationToken)
    {
        // A report that the channel does not show to us shows none of its statuses either.
        if (!await pace.MayAskAsync(run, cancellationToken))
        {
            return;
        }

        switch (await run.Audit.FindAsync(told.ExternalId, cancellationToken))
        {
            case AuditFind.Unavailable away:
                run.Stop(away.Reason, away.RetryAfter);
                return;
            case AuditFind.NotShown or AuditFind.Shown { Entry.IsGone: true }:
                await sightings.AskedAsync(told.Entry, cancellationToken);
                run.Take(Subject(told), new Drift.None());
                return;
        }

        var repeat = run.Order.Repairs
            ? await sightings.RepeatAsync(told.Entry, run.Order, cancellationToken)
            : await sightings.JudgeAsync(told.Entry, cancellationToken);
        run.Take(Subject(told), new Drift.Found(Draft(told, repeat)));
    }

    private static FindingDraft Draft(ToldStatus told, RepeatResult repeat) => new(
        Subject(told), FindingClass.Late, told.ExternalId, told.Number,
        string.Create(CultureInfo.InvariantCulture, $"The status {told.Entry.State} was taken by the channel at {told.Entry.SettledAt?.UtcDateTime:yyyy-MM-dd HH:mm}Z and is not shown there."),
        repeat switch
        {
            RepeatResult.Done => "Given back to its lane, which asks the channel again and repeats it as the same operation; the next run says whether it is shown.",
            RepeatResult.Possible => "Repair gives it back to its lane, once and as the same operation: hub reconcile --repair.",
            RepeatResult.Superseded => "A later status of the report follows it, so it is not repeated. If its words matter, enter them at the channel by hand, then: hub reconcile accept.",
            _ => "It was repeated once and is still not shown. Ask the channel's operator; enter it there by hand if needed, then: hub reconcile accept.",
        },
        IsSafe: false)
    {
        IsRepaired = repeat is RepeatResult.Done,
    };

    private static string Subject(ToldStatus told) => $"{told.ExternalId}#{told.Entry.Id:D}";
}
