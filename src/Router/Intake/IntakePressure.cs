using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>How hard the hub is pressed by what it has taken and not worked off yet.</summary>
public enum PressureLevel
{
    None,

    /// <summary>Channels are asked less often; what is pushed is taken.</summary>
    Slow,

    /// <summary>Channels are not asked, and told to send again later.</summary>
    Refuse,
}

/// <param name="UnreadSeconds">Age of the bodies that wait for the reader, a few stuck ones left out.</param>
/// <param name="BacklogSeconds">The same for messages that wait for the broker and reports that wait for the rules.</param>
public sealed record PressureReading(PressureLevel Level, double UnreadSeconds, double BacklogSeconds, int Unread);

/// <summary>
/// Back-pressure: what waits too long slows polling, and longer still answers pushes 503, before memory, broker or disk
/// fills. It lets go only at half of what raised it, and by itself.
/// </summary>
public sealed partial class IntakePressure
{
    /// <summary>A handful of old rows is a stuck row, which has its own alarm, and no pressure.</summary>
    private const int Stuck = 100;

    private readonly HubStore store;
    private readonly IntakeOptions options;
    private readonly BodySweep sweep;
    private readonly TimeProvider clock;
    private readonly ILogger<IntakePressure> logger;

    internal IntakePressure(HubStore store, IOptions<IntakeOptions> options, BodySweep sweep, TimeProvider clock, ILogger<IntakePressure> logger) =>
        (this.store, this.options, this.sweep, this.clock, this.logger) = (store, options.Value, sweep, clock, logger);

    public PressureReading Last { get; private set; } = new(PressureLevel.None, 0, 0, 0);

    public PressureLevel Level => Last.Level;

    /// <summary>When a channel that was told 503 should come back.</summary>
    public TimeSpan RetryAfter => options.RetryAfter;

    /// <summary>What a channel that is asked should be asked after.</summary>
    internal TimeSpan Stretch(TimeSpan interval) => Level is PressureLevel.None ? interval : interval * options.SlowBy;

    internal async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var before = Level;
        var (unread, count) = await store.ReadAsync(UnreadAsync, cancellationToken);
        var backlog = await store.ReadAsync(BacklogAsync, cancellationToken);
        Last = new PressureReading(Judge(before, (unread, backlog, count), options), Math.Round(unread.TotalSeconds), Math.Round(backlog.TotalSeconds), count);
        if (Level != before)
        {
            Log.Changed(logger, before, Level, Last.UnreadSeconds, Last.BacklogSeconds, count);
        }
    }

    /// <summary>A level is entered at its mark and left at half of it.</summary>
    internal static PressureLevel Judge(PressureLevel before, (TimeSpan Unread, TimeSpan Backlog, int Count) now, IntakeOptions marks)
    {
        bool Over(double share, TimeSpan unread, TimeSpan backlog, double count) => now.Unread > unread * share || now.Backlog > backlog * share || now.Count > count * share;
        bool Refuses(double share) => Over(share, marks.RefuseAtUnread, marks.RefuseAtBacklog, marks.MostUnread);
        bool Slows(double share) => Over(share, marks.SlowAtUnread, marks.SlowAtBacklog, marks.MostUnread / 2.0);

        return Refuses(before is PressureLevel.Refuse ? 0.5 : 1) ? PressureLevel.Refuse
            : Slows(before is PressureLevel.None ? 1 : 0.5) ? PressureLevel.Slow
            : PressureLevel.None;
    }

    private async Task<(TimeSpan Age, int Count)> UnreadAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var channels = sweep.Channels;
        var unread = db.Set<UnreadMark>().AsNoTracking().Where(mark => channels.Contains(mark.Channel));

        // Ids are made in the order of time, so that no index on the time is needed.
        var oldest = await unread.OrderBy(mark => mark.RawId).Skip(Stuck).Select(mark => (DateTimeOffset?)mark.ReceivedAt).FirstOrDefaultAsync(cancellationToken);
        return (Age(oldest), oldest is null ? 0 : await unread.OrderBy(mark => mark.RawId).Take(options.MostUnread + 1).CountAsync(cancellationToken));
    }

    private async Task<TimeSpan> BacklogAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var messages = db.Set<OutboxMessage>().AsNoTracking();

        // What is parked and what waits behind it waits for a person, however much it is.
        var message = await messages.Where(row => !messages.Any(parked => parked.OrderKey == row.OrderKey && parked.ParkedAt != null)).OrderBy(row => row.Id).Skip(Stuck)
            .Select(row => (DateTimeOffset?)row.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        var report = await db.Set<Report>().AsNoTracking().Where(row => row.State == ReportState.Received).OrderBy(row => row.UpdatedAt).Skip(Stuck)
            .Select(row => (DateTimeOffset?)row.UpdatedAt).FirstOrDefaultAsync(cancellationToken);
        return Age(message) > Age(report) ? Age(message) : Age(report);
    }

    private TimeSpan Age(DateTimeOffset? since) => since is { } at && clock.GetUtcNow() is var now && now > at ? now - at : TimeSpan.Zero;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Back-pressure goes from {Before} to {Now}: bodies wait {Unread} s for the reader, messages and reports {Backlog} s, {Count} bodies are unread.")]
        public static partial void Changed(ILogger logger, PressureLevel before, PressureLevel now, double unread, double backlog, int count);
    }
}
