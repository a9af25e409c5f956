using System.Collections.Concurrent;
using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>
/// Brings one report's statuses to its channel, oldest first. Each attempt is marked as unknown before it is made, so
/// that a crash in the middle is settled by reading back and never by a blind repeat (P5, P6).
/// </summary>
internal sealed partial class StatusLane(
    LedgerStore ledger, IEnumerable<IStatusSink> sinks, IOptions<StatusSyncOptions> options, TimeProvider clock, ILogger<StatusLane> logger)
{
    private readonly FrozenDictionary<string, IStatusSink> byChannel = sinks.ToFrozenDictionary(sink => sink.Channel);
    private readonly ConcurrentDictionary<string, DateTimeOffset> pausedUntil = new();

    /// <summary>Until when a channel is left alone as a whole, for health.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Paused => pausedUntil;

    public async Task RunAsync(Guid reportId, string channel, CancellationToken cancellationToken)
    {
        if (!byChannel.TryGetValue(channel, out var sink))
        {
            return;
        }

        while (!IsPaused(channel) && await ledger.TakeHeadAsync(reportId, cancellationToken) is { } head)
        {
            if (await OutboundAsync(sink, head, cancellationToken) is not { } status)
            {
                return;
            }

            var attempt = await AttemptAsync(sink, head, status, cancellationToken);
            if (!await SettleAsync(sink, attempt, cancellationToken))
            {
                return;
            }
        }
    }

    /// <returns>Null when the status cannot be made ready: nothing was sent, so what was known before still holds.</returns>
    private async Task<OutboundStatus?> OutboundAsync(IStatusSink sink, LedgerEntry head, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.OutboundAsync(head, sink.Capabilities.NeedsReporter, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.NotReady(logger, head.ReportId, head.Channel, fault.GetType().Name);
            await ledger.PostponeAsync(head, head.Outcome, (IdentityMask.Fault(fault), Patience(head)), cancellationToken);
            return null;
        }
    }

    private async Task<Attempt> AttemptAsync(IStatusSink sink, LedgerEntry head, OutboundStatus status, CancellationToken cancellationToken)
    {
        var held = head;
        try
        {
            if (head.Outcome is not LedgerOutcome.Unknown)
            {
                return new Attempt(held, await sink.PushAsync(status, cancellationToken));
            }

            var asked = await sink.ReadBackAsync(status, cancellationToken);
            switch (asked)
            {
                case ReadBackResult.Found found:
                    return new Attempt(held, new SyncResult.Delivered(found.ExternalReference, found.ExternalVersion));
                case ReadBackResult.Unavailable gone:
                    return new Attempt(held, new SyncResult.Unknown(gone.Reason), gone.RetryAfter);
                case ReadBackResult.CannotTell when clock.GetUtcNow() - head.UnknownSince < options.Value.UnknownWindow:
                    return new Attempt(held, new SyncResult.Unknown("Waiting for a receipt."));
                case ReadBackResult.CannotTell when head.BlindRepeats >= options.Value.BlindRepeats:
                    return new Attempt(held, new SyncResult.Rejected("outcome_unknown", "No receipt came for any attempt; ask the reporter or the channel before it is sent again."));
                case ReadBackResult.CannotTell:
                    Log.SentAgain(logger, head.ReportId, head.Channel, head.Id);
                    break;
            }

            held = await ledger.RepeatAsync(head, blind: asked is ReadBackResult.CannotTell, cancellationToken);
            return new Attempt(held, await sink.PushAsync(status, cancellationToken));
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.SinkFailed(logger, head.ReportId, head.Channel, fault.GetType().Name);
            return new Attempt(held, new SyncResult.Unknown(IdentityMask.Fault(fault)));
        }
    }

    /// <returns>True when the next status of the report may follow.</returns>
    private async Task<bool> SettleAsync(IStatusSink sink, Attempt attempt, CancellationToken cancellationToken)
    {
        var head = attempt.Head;
        switch (attempt.Result)
        {
            case SyncResult.Delivered delivered:
                var outcome = sink.Capabilities.WaitsForPerson ? LedgerOutcome.WaitingPerson : LedgerOutcome.Delivered;
                await ledger.SettleAsync(head, outcome, delivered, cancellationToken);
                Log.Told(logger, head.ReportId, head.Channel, delivered.ExternalReference);
                return true;
            case SyncResult.Rejected rejected:
                await ledger.RejectAsync(head, rejected, cancellationToken);
                Log.Refused(logger, head.ReportId, head.Channel, rejected.Code);
                return true;
            case SyncResult.Unavailable unavailable:
                var pause = unavailable.RetryAfter ?? Patience(head);
                await ledger.PostponeAsync(head, LedgerOutcome.Pending, (unavailable.Reason, pause), cancellationToken);
                Pause(head.Channel, unavailable.WholeChannel, pause);
                return false;
            default:
                var unknown = (SyncResult.Unknown)attempt.Result;
                await ledger.PostponeAsync(head, LedgerOutcome.Unknown, (unknown.Reason, attempt.RetryAfter ?? Patience(head)), cancellationToken);
                return false;
        }
    }

    private TimeSpan Patience(LedgerEntry head) => Backoff.After(head.Attempts, options.Value.FirstPause, options.Value.LongestPause);

    private bool IsPaused(string channel) => pausedUntil.TryGetValue(channel, out var until) && clock.GetUtcNow() < until;

    private void Pause(string channel, bool wholeChannel, TimeSpan pause)
    {
        if (wholeChannel)
        {
            pausedUntil[channel] = clock.GetUtcNow() + pause;
            Log.ChannelPaused(logger, channel, pause);
        }
    }

    /// <param name="Head">As it is leased now.</param>
    private sealed record Attempt(LedgerEntry Head, SyncResult Result, TimeSpan? RetryAfter = null);

    private static partial class Log
    {
        [LoggerMessage(6, LogLevel.Error, "A status of report {ReportId} cannot be made ready for {Channel} ({Fault}); it waits.")]
        public static partial void NotReady(ILogger logger, Guid reportId, string channel, string fault);

        [LoggerMessage(1, LogLevel.Information, "Report {ReportId} told to {Channel} as {ExternalId}.")]
        public static partial void Told(ILogger logger, Guid reportId, string channel, string externalId);

        [LoggerMessage(2, LogLevel.Warning, "{Channel} will not take a status of report {ReportId} ({Code}); a person must look.")]
        public static partial void Refused(ILogger logger, Guid reportId, string channel, string code);

        [LoggerMessage(3, LogLevel.Warning, "{Channel} is left alone for {Pause}.")]
        public static partial void ChannelPaused(ILogger logger, string channel, TimeSpan pause);

        [LoggerMessage(4, LogLevel.Warning, "Operation {OperationId} of report {ReportId} is sent to {Channel} once more: its outcome stayed unknown past the window.")]
        public static partial void SentAgain(ILogger logger, Guid reportId, string channel, Guid operationId);

        [LoggerMessage(5, LogLevel.Error, "The sink of {Channel} failed on report {ReportId} with {Fault}.")]
        public static partial void SinkFailed(ILogger logger, Guid reportId, string channel, string fault);
    }
}
