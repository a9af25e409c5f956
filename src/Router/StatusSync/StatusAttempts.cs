using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>
/// Makes one attempt, within its time: what may have arrived is read back first, and nothing is sent on a lease that ran
/// out. A connector that ignores its token is left behind; its outcome is unknown (P5).
/// </summary>
internal sealed partial class StatusAttempts(LedgerStore ledger, IOptions<StatusSyncOptions> options, HubMeter meter, TimeProvider clock, ILogger<StatusAttempts> logger)
{
    public async Task<Attempt> MakeAsync(IStatusSink sink, LaneTurn.Go turn, CancellationToken cancellationToken)
    {
        var head = turn.Head;
        if (turn.Status is not { } status)
        {
            Log.NotReady(logger, head.ReportId, head.Channel, turn.NotReady!.GetType().Name);
            return Uncalled(head, IdentityMask.Fault(turn.NotReady));
        }

        using var limit = new CancellationTokenSource(Patience(head), clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var call = new Call(sink, head, status, cancellationToken);
        return head.Outcome is LedgerOutcome.Unknown ? await ReadBackAsync(call, within.Token) : await PushAsync(call, within.Token);
    }

    private async Task<Attempt> ReadBackAsync(Call call, CancellationToken within)
    {
        var head = call.Head;
        if (IsLate(head))
        {
            return Uncalled(head, "The attempt was held up; nothing was asked.");
        }

        try
        {
            var asked = await call.Sink.ReadBackAsync(call.Status, within).WaitAsync(within);
            if (Settled(head, asked) is { } settled)
            {
                return settled;
            }

            return await ledger.RepeatAsync(head, blind: asked is ReadBackResult.CannotTell, within) is { } again
                ? await PushAsync(call with { Head = again }, within)
                : Uncalled(head, "Another process holds the lane.");
        }
        catch (Exception fault) when (!call.Stop.IsCancellationRequested)
        {
            return Failed(call, fault);
        }
    }

    /// <returns>Null when the status is to be sent again.</returns>
    private Attempt? Settled(LedgerEntry head, ReadBackResult asked)
    {
        switch (asked)
        {
            case ReadBackResult.Found found:
                return new Attempt(head, new SyncResult.Delivered(found.ExternalReference, found.ExternalVersion));
            case ReadBackResult.Unavailable gone:
                return new Attempt(head, new SyncResult.Unknown(gone.Reason)) { RetryAfter = gone.RetryAfter };
            case ReadBackResult.CannotTell when clock.GetUtcNow() - head.UnknownSince < options.Value.UnknownWindow:
                return new Attempt(head, new SyncResult.Unknown("Waiting for a receipt.")) { Called = false, Awaits = true };
            case ReadBackResult.CannotTell when head.BlindRepeats >= options.Value.BlindRepeats:
                return new Attempt(head, new SyncResult.Rejected("outcome_unknown", "No receipt came for any attempt; ask the reporter or the channel before it is sent again.")) { Called = false };
            case ReadBackResult.CannotTell:
                Log.SentAgain(logger, head.ReportId, head.Channel, head.Id);
                meter.StatusAttempt(head.Channel, "blind_repeat");
                return null;
            default:
                return null;
        }
    }

    private async Task<Attempt> PushAsync(Call call, CancellationToken within)
    {
        if (IsLate(call.Head))
        {
            return Uncalled(call.Head, "The attempt was held up; nothing was sent.");
        }

        try
        {
            return new Attempt(call.Head, await call.Sink.PushAsync(call.Status, within).WaitAsync(within));
        }
        catch (Exception fault) when (!call.Stop.IsCancellationRequested)
        {
            return Failed(call, fault);
        }
    }

    private Attempt Failed(Call call, Exception fault)
    {
        if (fault is OperationCanceledException)
        {
            Log.TooLong(logger, call.Head.ReportId, call.Head.Channel, options.Value.AttemptTimeout);
            return new Attempt(call.Head, new SyncResult.Unknown($"The attempt took longer than {options.Value.AttemptTimeout}."));
        }

        Log.SinkFailed(logger, call.Head.ReportId, call.Head.Channel, fault.GetType().Name);
        return new Attempt(call.Head, new SyncResult.Unknown(IdentityMask.Fault(fault)));
    }

    /// <summary>No attempt outlives its lease: what began late ends earlier.</summary>
    private TimeSpan Patience(LedgerEntry head)
    {
        var held = head.LeaseUntil - clock.GetUtcNow() ?? options.Value.AttemptTimeout;
        return held > options.Value.AttemptTimeout ? options.Value.AttemptTimeout : held > TimeSpan.Zero ? held : TimeSpan.Zero;
    }

    /// <summary>The process slept (SIGSTOP, a suspended machine) between lease and call: another may hold the lane.</summary>
    private bool IsLate(LedgerEntry head) => clock.GetUtcNow() > head.LeaseUntil - (options.Value.LeaseTime - options.Value.AttemptTimeout);

    /// <summary>Nothing was sent, so what was known before still holds.</summary>
    private static Attempt Uncalled(LedgerEntry head, string reason) =>
        new(head, head.Outcome is LedgerOutcome.Unknown ? new SyncResult.Unknown(reason) : new SyncResult.Unavailable(reason)) { Called = false };

    /// <param name="Stop">The process ends: the outcome stays as it is written.</param>
    private sealed record Call(IStatusSink Sink, LedgerEntry Head, OutboundStatus Status, CancellationToken Stop);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A status of report {ReportId} cannot be made ready for {Channel} ({Fault}); it waits.")]
        public static partial void NotReady(ILogger logger, Guid reportId, string channel, string fault);

        [LoggerMessage(2, LogLevel.Warning, "Operation {OperationId} of report {ReportId} is sent to {Channel} once more: its outcome stayed unknown past the window.")]
        public static partial void SentAgain(ILogger logger, Guid reportId, string channel, Guid operationId);

        [LoggerMessage(3, LogLevel.Error, "The sink of {Channel} failed on report {ReportId} with {Fault}.")]
        public static partial void SinkFailed(ILogger logger, Guid reportId, string channel, string fault);

        [LoggerMessage(4, LogLevel.Warning, "{Channel} did not settle a status of report {ReportId} within {Limit}; its outcome is unknown.")]
        public static partial void TooLong(ILogger logger, Guid reportId, string channel, TimeSpan limit);
    }
}
