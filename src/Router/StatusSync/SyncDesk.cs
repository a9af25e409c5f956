using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>How it stands with telling one channel.</summary>
/// <param name="Circuit">Closed, Open, HalfOpen, or Recovering while few may go at once.</param>
/// <param name="RetryAt">When the next probe may go; null while the circuit is closed or a person holds it open.</param>
/// <param name="OldestSeconds">Age of the oldest status that waits.</param>
/// <param name="Stuck">Reports whose next status waits too long, the parked ones among them.</param>
public sealed record ChannelSync(string Channel, string Circuit, DateTimeOffset? RetryAt, string? Reason, string? HeldBy, int Waiting, double OldestSeconds, int Stuck, int Parked, int Refused);

/// <summary>One status that is not settled: the head of a report's lane, or one that was refused.</summary>
/// <param name="Behind">Later statuses of the report that wait for this one.</param>
public sealed record SyncLine(
    Guid OperationId, string Number, string Channel, ReportState State, string Outcome, DateTimeOffset OccurredAt, DateTimeOffset NextAt, int Attempts, int Behind, string? Reason);

/// <summary>Which statuses to list; all that wait when nothing is chosen.</summary>
public sealed record SyncQuery(string? Channel = null, bool Stuck = false, bool Parked = false, bool Refused = false);

/// <summary>What operations staff see of the status sync.</summary>
public sealed class SyncDesk
{
    private readonly HubStore store;
    private readonly IReadOnlyList<string> channels;
    private readonly StatusSyncOptions options;
    private readonly TimeProvider clock;

    internal SyncDesk(HubStore store, IEnumerable<IStatusSink> sinks, IOptions<StatusSyncOptions> options, TimeProvider clock)
    {
        this.store = store;
        channels = [.. sinks.Select(sink => sink.Channel)];
        this.options = options.Value;
        this.clock = clock;
    }

    /// <returns>The channels that are configured here, and any other that has something to be told.</returns>
    public Task<IReadOnlyList<ChannelSync>> StatusAsync(CancellationToken cancellationToken) => store.ReadAsync(StatusAsync, cancellationToken);

    public Task<List<SyncLine>> ListAsync(SyncQuery query, int most, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) =>
        {
            var rows = db.Set<LedgerEntry>().AsNoTracking();
            var chosen = query switch
            {
                { Refused: true } => rows.Where(row => row.Outcome == LedgerOutcome.Rejected),
                { Parked: true } => rows.Where(row => row.Outcome == LedgerOutcome.Parked),
                { Stuck: true } => Stuck(Heads(rows)),
                _ => Heads(rows),
            };
            return chosen
                .Where(row => query.Channel == null || row.Channel == query.Channel)
                .OrderBy(row => row.OccurredAt).Take(most)
                .Select(row => new SyncLine(
                    row.Id, db.Set<Report>().Where(report => report.Id == row.ReportId).Select(report => report.Number).First(), row.Channel, row.State, row.Outcome.ToString(),
                    row.OccurredAt, row.NextAt, row.Attempts,
                    rows.Count(later => later.ReportId == row.ReportId && later.Sequence > row.Sequence && (later.Outcome == LedgerOutcome.Pending || later.Outcome == LedgerOutcome.Unknown)),
                    row.Fault))
                .ToListAsync(token);
        },
        cancellationToken);

    private async Task<IReadOnlyList<ChannelSync>> StatusAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var rows = db.Set<LedgerEntry>().AsNoTracking();
        var circuits = await db.Set<ChannelCircuit>().AsNoTracking().ToDictionaryAsync(row => row.Channel, cancellationToken);
        var waiting = await TallyAsync(rows.Where(row => row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown), cancellationToken);
        var parked = await TallyAsync(rows.Where(row => row.Outcome == LedgerOutcome.Parked), cancellationToken);
        var refused = await TallyAsync(rows.Where(row => row.Outcome == LedgerOutcome.Rejected), cancellationToken);
        var stuck = await TallyAsync(Stuck(Heads(rows)), cancellationToken);

        return [.. channels.Concat(circuits.Keys).Concat(waiting.Keys).Concat(parked.Keys).Concat(refused.Keys).Distinct().Order().Select(channel =>
        {
            var (waits, holds) = (waiting.GetValueOrDefault(channel, Tally.None), parked.GetValueOrDefault(channel, Tally.None));
            return Shown(channel, circuits.GetValueOrDefault(channel)) with
            {
                Waiting = waits.Count,
                OldestSeconds = Age(new[] { waits.Oldest, holds.Oldest }.Min()),
                Stuck = stuck.GetValueOrDefault(channel, Tally.None).Count,
                Parked = holds.Count,
                Refused = refused.GetValueOrDefault(channel, Tally.None).Count,
            };
        })];
    }

    private static Task<Dictionary<string, Tally>> TallyAsync(IQueryable<LedgerEntry> rows, CancellationToken cancellationToken) => rows.GroupBy(row => row.Channel)
        .Select(group => new { group.Key, Count = group.Count(), Oldest = group.Min(row => row.OccurredAt) })
        .ToDictionaryAsync(group => group.Key, group => new Tally(group.Count, group.Oldest), cancellationToken);

    private static ChannelSync Shown(string channel, ChannelCircuit? circuit) => new(
        channel, Word(circuit), circuit is { State: not CircuitState.Closed, HeldBy: null } ? circuit.RetryAt : null, circuit?.Reason, circuit?.HeldBy, 0, 0, 0, 0, 0);

    private double Age(DateTimeOffset? since) => since is { } at ? Math.Max(0, Math.Round((clock.GetUtcNow() - at).TotalSeconds, 1)) : 0;

    private static string Word(ChannelCircuit? circuit) => circuit switch
    {
        null => nameof(CircuitState.Closed),
        { State: CircuitState.Closed, Successes: < CircuitRules.Recovered } => "Recovering",
        _ => circuit.State.ToString(),
    };

    private static IQueryable<LedgerEntry> Heads(IQueryable<LedgerEntry> rows) => rows
        .Where(row => row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown || row.Outcome == LedgerOutcome.Parked)
        .Where(row => !rows.Any(earlier => earlier.ReportId == row.ReportId && earlier.Sequence < row.Sequence
            && (earlier.Outcome == LedgerOutcome.Pending || earlier.Outcome == LedgerOutcome.Unknown || earlier.Outcome == LedgerOutcome.Parked)));

    private IQueryable<LedgerEntry> Stuck(IQueryable<LedgerEntry> heads)
    {
        var before = clock.GetUtcNow() - options.StuckAfter;
        return heads.Where(row => row.Outcome == LedgerOutcome.Parked || (row.TriedAt ?? row.NextAt) < before);
    }

    private sealed record Tally(int Count, DateTimeOffset? Oldest)
    {
        public static Tally None { get; } = new(0, null);
    }
}
