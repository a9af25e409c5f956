using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>
/// Reads and writes circuits inside the transactions of the lanes. A channel that is well costs one look by key; its row is
/// locked, always before any ledger row, only while there is something to count.
/// </summary>
internal sealed partial class ChannelCircuits(IOptions<StatusSyncOptions> options, TimeProvider clock, ILogger<ChannelCircuits> logger)
{
    private readonly CircuitLimits limits = new(options.Value.FailuresToOpen, options.Value.FirstPause, options.Value.LongestPause);

    public static async Task<ChannelCircuit?> FindAsync(HubDbContext db, string channel, CancellationToken cancellationToken) =>
        (await db.RowsAsync<ChannelCircuit>(nameof(ChannelCircuit.Channel), [channel], cancellationToken)).SingleOrDefault();

    /// <summary>Looks at the circuits of channels that this transaction has not looked at or written yet, all at once.</summary>
    public static async Task LookAsync(HubDbContext db, IEnumerable<string> channels, Dictionary<string, ChannelCircuit?> seen, CancellationToken cancellationToken)
    {
        var unseen = channels.Where(channel => !seen.ContainsKey(channel)).Distinct().ToList();
        var rows = await db.RowsAsync<ChannelCircuit>(nameof(ChannelCircuit.Channel), unseen, cancellationToken);
        unseen.ForEach(channel => seen[channel] = rows.Find(row => row.Channel == channel));
    }

    /// <param name="seen">Has the channel.</param>
    /// <returns>The gate, how many statuses may go through it now, and the locked row when the circuit is to be written.</returns>
    public async Task<(CircuitGate Gate, int Room, ChannelCircuit? Locked)> AskAsync(HubDbContext db, string channel, Dictionary<string, ChannelCircuit?> seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var first = CircuitRules.Judge(seen[channel], now, underWay: 0);
        if (first is CircuitGate.Free or CircuitGate.Shut)
        {
            return (first, first is CircuitGate.Free ? int.MaxValue : 0, null);
        }

        var locked = await LockAsync(db, channel, cancellationToken);
        var underWay = await db.Set<LedgerEntry>().CountAsync(row => row.Channel == channel && row.Outcome == LedgerOutcome.Unknown && row.LeaseUntil != null && row.LeaseUntil >= now, cancellationToken);
        var gate = CircuitRules.Judge(locked, now, underWay);
        return (gate, CircuitRules.Room(gate, locked, underWay), locked);
    }

    public async Task ProbeAsync(HubDbContext db, ChannelCircuit locked, LedgerEntry probe, CancellationToken cancellationToken)
    {
        await SaveAsync(db, CircuitRules.Probing(locked, probe.LeaseToken!.Value, probe.LeaseUntil!.Value), cancellationToken);
        Log.Probing(logger, probe.Channel, probe.ReportId);
    }

    /// <summary>Channels that are well and of which no attempt failed cost one look for all of them.</summary>
    /// <param name="seen">Has each of the channels afterwards, as it is after the attempts.</param>
    /// <returns>For each attempt the circuit as it is after it; null for a channel that is plainly well.</returns>
    public async Task<IReadOnlyList<ChannelCircuit?>> JudgeAsync(HubDbContext db, IReadOnlyList<Attempt> attempts, Dictionary<string, ChannelCircuit?> seen, CancellationToken cancellationToken)
    {
        // A failure is judged on the locked row, which nobody else changes from then on.
        await LookAsync(db, attempts.Where(attempt => attempt.Failure is null).Select(attempt => attempt.Head.Channel), seen, cancellationToken);
        var judged = new ChannelCircuit?[attempts.Count];
        foreach (var channel in attempts.Select((attempt, index) => (Attempt: attempt, Index: index)).GroupBy(one => one.Attempt.Head.Channel).OrderBy(channel => channel.Key, StringComparer.Ordinal))
        {
            foreach (var (attempt, index) in channel)
            {
                if (attempt.Failure is not null || !CircuitRules.IsPlain(seen[channel.Key]))
                {
                    judged[index] = seen[channel.Key] = await JudgeAsync(db, attempt, cancellationToken);
                }
            }
        }

        return judged;
    }

    /// <returns>The circuit as it is after the attempt.</returns>
    private async Task<ChannelCircuit> JudgeAsync(HubDbContext db, Attempt attempt, CancellationToken cancellationToken)
    {
        var head = attempt.Head;
        var failure = attempt.Failure;
        var now = clock.GetUtcNow();
        var held = await LockAsync(db, head.Channel, cancellationToken);
        var next = failure is not null ? CircuitRules.Failed(held, failure, limits, now)
            : attempt.ProvesReach ? CircuitRules.Told(held, head.LeaseToken, now)
            : CircuitRules.Voided(held, head.LeaseToken, now);
        if (next != held)
        {
            await SaveAsync(db, next, cancellationToken);
            Report(held, next);
        }

        return next;
    }

    /// <summary>A person's word goes over what the hub has seen.</summary>
    public async Task<ChannelCircuit> SetAsync(HubDbContext db, string channel, (bool Open, string By, string Reason) wish, CancellationToken cancellationToken)
    {
        var held = await LockAsync(db, channel, cancellationToken);
        var now = clock.GetUtcNow();
        var next = wish.Open
            ? held with { State = CircuitState.Open, Since = now, RetryAt = now, Probe = null, Successes = 0, Suspects = "", HeldBy = wish.By, Reason = wish.Reason }
            : held with { State = CircuitState.Closed, Since = now, Probe = null, Openings = 0, Successes = 0, Suspects = "", HeldBy = null, Reason = null };
        await SaveAsync(db, next, cancellationToken);
        Report(held, next);
        return next;
    }

    private async Task<ChannelCircuit> LockAsync(HubDbContext db, string channel, CancellationToken cancellationToken)
    {
        await db.InsertNewAsync([CircuitRules.Fresh(channel, clock.GetUtcNow())], cancellationToken);
        var rows = await db.Set<ChannelCircuit>()
            .FromSql($"UPDATE channel_circuits SET version = version + 1 WHERE channel = {channel} RETURNING *").AsNoTracking().ToListAsync(cancellationToken);
        return rows.Single();
    }

    private static Task SaveAsync(HubDbContext db, ChannelCircuit circuit, CancellationToken cancellationToken) =>
        db.Set<ChannelCircuit>().Where(row => row.Channel == circuit.Channel).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, circuit.State).SetProperty(row => row.Since, circuit.Since).SetProperty(row => row.RetryAt, circuit.RetryAt)
                .SetProperty(row => row.Probe, circuit.Probe).SetProperty(row => row.Openings, circuit.Openings).SetProperty(row => row.Successes, circuit.Successes)
                .SetProperty(row => row.Suspects, circuit.Suspects).SetProperty(row => row.HeldBy, circuit.HeldBy).SetProperty(row => row.Reason, circuit.Reason),
            cancellationToken);

    private void Report(ChannelCircuit before, ChannelCircuit after)
    {
        switch (before.State, after.State)
        {
            case (CircuitState.Closed, CircuitState.Open):
                Log.Opened(logger, after.Channel, after.RetryAt, after.Reason);
                break;
            case (not CircuitState.Closed, CircuitState.Closed):
                Log.Closed(logger, after.Channel);
                break;
            case (CircuitState.HalfOpen, CircuitState.Open):
                Log.StillAway(logger, after.Channel, after.RetryAt, after.Reason);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Channel} is left alone as a whole until {RetryAt}: {Reason}")]
        public static partial void Opened(ILogger logger, string channel, DateTimeOffset retryAt, string? reason);

        [LoggerMessage(2, LogLevel.Information, "{Channel} takes statuses again; they go out slowly at first.")]
        public static partial void Closed(ILogger logger, string channel);

        [LoggerMessage(3, LogLevel.Warning, "{Channel} is still away and left alone until {RetryAt}: {Reason}")]
        public static partial void StillAway(ILogger logger, string channel, DateTimeOffset retryAt, string? reason);

        [LoggerMessage(4, LogLevel.Information, "A status of report {ReportId} goes to {Channel} to see whether it is back.")]
        public static partial void Probing(ILogger logger, string channel, Guid reportId);
    }
}
