using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Reconciliation;

/// <summary>What a person asks for.</summary>
/// <param name="Channel">Null for all channels.</param>
/// <param name="By">Whose account; kept in the journal when something is repaired.</param>
public sealed record ReconciliationRequest(string? Channel, DateTimeOffset? From, DateTimeOffset? To, bool Repair, string By);

/// <summary>What one run of one account came to.</summary>
/// <param name="Whole">False when the channel went away or the calls ran out: what was not seen was not settled.</param>
/// <param name="Note">Why it is not whole, or what cannot be known of this channel.</param>
public sealed record ReconciliationOutcome(
    string Channel, string Account, DateTimeOffset From, DateTimeOffset To, bool Whole, string? Note, int Listed, int New, int Repaired, int Settled);

/// <summary>Compares channels with the hub, repairs what is safe, and keeps the list of the rest (PEERS 3.20).</summary>
public sealed partial class Reconciler
{
    private readonly IReadOnlyList<IChannelAudit> audits;
    private readonly ReconciliationRooms rooms;
    private readonly IOptions<ReconciliationOptions> options;
    private readonly TimeProvider clock;
    private readonly ILogger<Reconciler> logger;

    internal Reconciler(IEnumerable<IChannelAudit> audits, ReconciliationRooms rooms, IOptions<ReconciliationOptions> options, TimeProvider clock, ILogger<Reconciler> logger)
    {
        (this.audits, this.rooms, this.options, this.clock, this.logger) = ([.. audits], rooms, options, clock, logger);
    }

    /// <summary>The whole window, on demand.</summary>
    public async Task<IReadOnlyList<ReconciliationOutcome>> RunAsync(ReconciliationRequest request, CancellationToken cancellationToken)
    {
        List<ReconciliationOutcome> outcomes = [];
        foreach (var audit in audits.Where(audit => request.Channel is null || audit.Channel == request.Channel))
        {
            outcomes.Add(await RunAsync(new ReconciliationOrder(audit, Window(request), IsLight: false, request.Repair, request.By), cancellationToken));
        }

        var window = Window(request);
        outcomes.AddRange((await rooms.Receipts.CountAsync(request.Channel, window, cancellationToken))
            .Select(count => new ReconciliationOutcome(count.Channel, "", window.From, window.To, true, count.Note, 0, 0, 0, 0)));
        return outcomes;
    }

    /// <summary>An export that staff took from the channel, held against the hub; its own first and last report are the window.</summary>
    public Task<ReconciliationOutcome> RunFileAsync(ExportFile file, bool repair, string by, CancellationToken cancellationToken)
    {
        if (audits.Any(audit => audit.Channel == file.Channel))
        {
            // Its export words the same report otherwise, and every version would seem to differ.
            throw new ExportException($"{file.Channel} can be asked itself here; leave --file out.");
        }

        var export = rooms.Exports.Open(file);
        var window = export.Window with { To = Earlier(export.Window.To, clock.GetUtcNow() - options.Value.LateAfter) };
        return RunAsync(new ReconciliationOrder(export, window, IsLight: false, repair, by) { IsFile = true }, cancellationToken);
    }

    internal async Task<ReconciliationOutcome> RunAsync(ReconciliationOrder order, CancellationToken cancellationToken)
    {
        if (!await rooms.Pace.BeginAsync(order, cancellationToken))
        {
            return Outcome(order, "A reconciliation of this account is running elsewhere; try again in a few minutes.");
        }

        try
        {
            return await CompareAsync(order, cancellationToken);
        }
        finally
        {
            await rooms.Pace.EndAsync(order, CancellationToken.None);
        }
    }

    private async Task<ReconciliationOutcome> CompareAsync(ReconciliationOrder order, CancellationToken cancellationToken)
    {
        var view = new DriftView(clock.GetUtcNow() - options.Value.LateAfter, order.Window.To, await rooms.Held.PolledAtAsync(order.Audit, cancellationToken));
        var run = new AuditRun(order, view);
        await rooms.Comparison.CompareAsync(run, cancellationToken);
        await rooms.Proofs.ProveAsync(run, cancellationToken);
        if (order.Repairs)
        {
            await rooms.FetchAgain.RepairAsync(run, cancellationToken);
        }

        var saved = await rooms.Findings.SaveAsync(run, cancellationToken);
        if (!order.IsFile)
        {
            await rooms.States.SaveAsync(run, cancellationToken);
        }

        Log.Done(logger, order.Audit.Channel, run.Listed, run.Found.Count, saved.Settled, run.Fault ?? "whole");
        return Outcome(order, run.Fault) with
        {
            Listed = run.Listed,
            New = saved.New,
            Repaired = run.Found.Count(draft => draft.IsRepaired),
            Settled = saved.Settled,
        };
    }

    private static ReconciliationOutcome Outcome(ReconciliationOrder order, string? fault) =>
        new(order.Audit.Channel, order.Audit.Account, order.Window.From, order.Window.To, fault is null, fault, 0, 0, 0, 0);

    private AuditWindow Window(ReconciliationRequest request)
    {
        var latest = clock.GetUtcNow() - options.Value.LateAfter;
        var to = Earlier(request.To ?? latest, latest);
        return new AuditWindow(request.From ?? to - options.Value.Window, to);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Reconciliation of {Channel}: {Listed} listed, {Found} findings, {Settled} settled, {State}.")]
        public static partial void Done(ILogger logger, string channel, int listed, int found, int settled, string state);
    }
}

/// <summary>The steps of a run, in their order.</summary>
internal sealed record ReconciliationRooms(
    HeldReports Held, ChannelComparison Comparison, StatusProofs Proofs, FetchAgain FetchAgain, FindingStore Findings, ReconciliationStates States,
    ReceiptCounts Receipts, ExportAudits Exports, AuditPace Pace);
