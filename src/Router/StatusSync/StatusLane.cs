using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>
/// Brings one report's statuses to its channel, oldest first. Each attempt is marked as unknown before it is made, so
/// that a crash in the middle is settled by reading back and never by a blind repeat (P5, P6).
/// </summary>
internal sealed partial class StatusLane(
    LedgerStore ledger, StatusAttempts attempts, IEnumerable<IStatusSink> sinks, IOptions<StatusSyncOptions> options, HubMeter meter, ILogger<StatusLane> logger) : IDisposable
{
    private readonly FrozenDictionary<string, Told> byChannel = sinks.ToFrozenDictionary(sink => sink.Channel, sink => new Told(sink, new SemaphoreSlim(options.Value.AtOnce)));

    /// <returns>False when the channel as a whole takes nothing for the moment.</returns>
    public async Task<bool> RunAsync(Guid reportId, string channel, CancellationToken cancellationToken)
    {
        if (!byChannel.TryGetValue(channel, out var told))
        {
            return false;
        }

        await told.Slots.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(told.Sink, reportId, cancellationToken);
        }
        finally
        {
            told.Slots.Release();
        }
    }

    public void Dispose()
    {
        foreach (var told in byChannel.Values)
        {
            told.Slots.Dispose();
        }
    }

    private async Task<bool> RunAsync(IStatusSink sink, Guid reportId, CancellationToken cancellationToken)
    {
        var turn = await ledger.TakeAsync(reportId, sink.Channel, cancellationToken);
        while (turn is LaneTurn.Go go)
        {
            var attempt = await attempts.MakeAsync(sink, go, cancellationToken);
            (turn, var written) = await ledger.SettleAsync(attempt, sink.Capabilities.WaitsForPerson, cancellationToken);
            Tell(attempt, written);
        }

        return turn is not LaneTurn.ChannelWaits;
    }

    private void Tell(Attempt attempt, LedgerEntry written)
    {
        var head = attempt.Head;
        meter.StatusAttempt(head.Channel, attempt.Result.GetType().Name.ToLowerInvariant());
        switch (attempt.Result)
        {
            case SyncResult.Delivered delivered:
                Log.Told(logger, head.ReportId, head.Channel, delivered.ExternalReference);
                break;
            case SyncResult.Rejected rejected:
                Log.Refused(logger, head.ReportId, head.Channel, rejected.Code);
                break;
            default:
                if (written.Outcome is LedgerOutcome.Parked)
                {
                    Log.Parked(logger, head.ReportId, head.Channel, head.Attempts);
                }

                break;
        }
    }

    /// <param name="Slots">Reports of the channel that are told at once, whoever found them.</param>
    private sealed record Told(IStatusSink Sink, SemaphoreSlim Slots);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Report {ReportId} told to {Channel} as {ExternalId}.")]
        public static partial void Told(ILogger logger, Guid reportId, string channel, string externalId);

        [LoggerMessage(2, LogLevel.Warning, "{Channel} will not take a status of report {ReportId} ({Code}); a person must look.")]
        public static partial void Refused(ILogger logger, Guid reportId, string channel, string code);

        [LoggerMessage(3, LogLevel.Warning, "A status of report {ReportId} could not be told to {Channel} in {Attempts} attempts and is parked; a person must look.")]
        public static partial void Parked(ILogger logger, Guid reportId, string channel, int attempts);
    }
}
