using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.Units;

/// <summary>
/// Puts events into units' queues again, under the ids they had: after the broker forgot them, on demand, and when a unit
/// says nothing for long. A unit drops what it has by the id.
/// </summary>
public sealed partial class UnitRedrive
{
    private const int Slice = 500;

    private static readonly ReportState[] Ended = [.. Enum.GetValues<ReportState>().Where(ReportTransitions.IsEnd)];

    private readonly HubStore store;
    private readonly BusMessages messages;
    private readonly OperatorJournal journal;
    private readonly IOptions<UnitOptions> options;
    private readonly TimeProvider clock;
    private readonly ILogger<UnitRedrive> logger;

    /// <summary>How far the table has been looked through this time.</summary>
    private Guid tidiedTo;

    /// <summary>From one unit to the next by their index: it looks at as many rows as there are units, however many events there are.</summary>
    internal const string EachUnit = """
        WITH RECURSIVE each_unit (unit) AS (
            SELECT (SELECT unit FROM unit_events ORDER BY unit LIMIT 1)
            UNION ALL
            SELECT (SELECT later.unit FROM unit_events AS later WHERE later.unit > each_unit.unit ORDER BY later.unit LIMIT 1) FROM each_unit WHERE each_unit.unit IS NOT NULL)
        SELECT unit AS "Value" FROM each_unit WHERE unit IS NOT NULL
        """;

    /// <summary>Which messages have not left.</summary>
    internal static readonly SetStatement Waiting = new("SELECT id FROM outbox WHERE id = ANY ($1)", "SELECT id FROM outbox WHERE id = @p0");

    internal UnitRedrive(HubStore store, BusMessages messages, OperatorJournal journal, IOptions<UnitOptions> options, (TimeProvider Clock, ILogger<UnitRedrive> Logger) surroundings)
    {
        this.store = store;
        this.messages = messages;
        this.journal = journal;
        this.options = options;
        (clock, logger) = surroundings;
    }

    /// <summary>Every event that no unit has proved to have: the broker has lost its memory.</summary>
    /// <returns>How many leave again.</returns>
    public Task<int> AllAsync(CancellationToken cancellationToken) => ResendAsync(null, cancellationToken);

    /// <summary>Every event that the unit has not proved to have: its queue is gone.</summary>
    public Task<int> OfAsync(string unit, CancellationToken cancellationToken) => ResendAsync(unit, cancellationToken);

    /// <summary>As <see cref="OfAsync(string, CancellationToken)"/>, asked for by a person.</summary>
    public async Task<int> OfAsync(string unit, (string By, string Reason) act, CancellationToken cancellationToken)
    {
        var count = await ResendAsync(unit, cancellationToken);
        await store.WriteAsync((write, token) => journal.AddAsync(write.Db, (act.By, "units.resend", unit), act.Reason, count, token), cancellationToken);
        return count;
    }

    /// <summary>How many events would leave again now.</summary>
    public Task<int> CountAsync(string unit, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => Unproved(db).CountAsync(row => row.Unit == unit, token), cancellationToken);

    /// <summary>Units whose queues hold, or should hold, something that matters; what has just been proved may still count.</summary>
    public Task<List<string>> UnitsAsync(CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => db.Database.SqlQueryRaw<string>(EachUnit).ToListAsync(token), cancellationToken);

    /// <summary>Events whose units said nothing for long: a purged queue looks like this. Others are looked at again later, so that none is looked at often.</summary>
    internal async Task<int> SilentAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await store.WriteAsync(
            async (write, token) =>
            {
                var rows = write.Db.Set<UnitEvent>();
                var due = await rows.AsNoTracking().Where(row => row.NextAt <= now).OrderBy(row => row.NextAt).Select(row => row.Id).Take(Slice).ToListAsync(token);
                var silent = await Unanswered(write.Db).Where(row => due.Contains(row.Id)).OrderBy(row => row.NextAt).ToListAsync(token);
                foreach (var row in silent)
                {
                    var next = now + (options.Value.ResendSilentAfter * Math.Pow(2, Math.Min(row.Resends + 1, 6)));
                    await rows.Where(other => other.Id == row.Id).ExecuteUpdateAsync(
                        set => set.SetProperty(other => other.NextAt, next).SetProperty(other => other.Resends, other => other.Resends + 1), token);
                }

                var later = now + options.Value.ResendSilentAfter;
                var others = due.Except(silent.Select(row => row.Id)).ToList();
                await rows.Where(row => others.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAt, later), token);
                return await QueueAsync(write, silent, token);
            },
            cancellationToken);
    }

    /// <summary>Removes what has left and is proved or no longer matters, a slice at a time (RELIABILITY E8); each call looks at the next slice of the table.</summary>
    internal async Task<int> TidyAsync(CancellationToken cancellationToken)
    {
        var after = tidiedTo;
        var (last, done) = await store.ReadAsync(
            async (db, token) =>
            {
                var seen = await db.Set<UnitEvent>().AsNoTracking().Where(row => row.Id.CompareTo(after) > 0).OrderBy(row => row.Id).Select(row => row.Id).Take(Slice).ToListAsync(token);
                var unproved = seen.Count == 0 ? [] : await Unproved(db).Where(row => seen.Contains(row.Id)).Select(row => row.Id).ToListAsync(token);
                var settled = seen.Except(unproved).ToArray();

                // The body of a message that waits or is parked is here alone. One that has left by now does not come back without its body.
                var waiting = await db.AskAsync((Waiting, [settled]), static row => row.GetGuid(0), token);
                return (seen.Count < Slice ? Guid.Empty : seen[^1], settled.Except(waiting).ToList());
            },
            cancellationToken);
        tidiedTo = last;
        return done.Count == 0 ? 0 : await store.WriteAsync((write, token) => write.Db.Set<UnitEvent>().Where(row => done.Contains(row.Id)).ExecuteDeleteAsync(token), cancellationToken);
    }

    /// <summary>Events of reports that the unit still has to work on, or that were brought before it by their deadlines.</summary>
    private static IQueryable<UnitEvent> Open(HubDbContext db) => db.Set<UnitEvent>().AsNoTracking()
        .Where(row => db.Set<Report>().Any(report => report.Id == row.ReportId && !Ended.Contains(report.State)
            && (report.Unit == row.Unit || db.Set<DeadlineAct>().Any(act => act.ReportId == row.ReportId && act.Target == row.Unit))));

    private static IQueryable<UnitEvent> Unproved(HubDbContext db) => Open(db)
        .Where(row => !db.Set<UnitMessage>().Any(word => word.ReportId == row.ReportId && word.Unit == row.Unit && word.At > row.SettlesAt));

    /// <summary>Whoever stands above a unit says nothing to its reports, and is not reminded of that.</summary>
    private static IQueryable<UnitEvent> Unanswered(HubDbContext db) => Open(db)
        .Where(row => db.Set<Report>().Any(report => report.Id == row.ReportId && report.Unit == row.Unit))
        .Where(row => !db.Set<UnitMessage>().Any(word => word.ReportId == row.ReportId && word.Unit == row.Unit && word.At > row.CreatedAt));

    private async Task<int> ResendAsync(string? unit, CancellationToken cancellationToken)
    {
        var (count, after) = (0, Guid.Empty);
        while (true)
        {
            var (found, queued) = await store.WriteAsync(
                async (write, token) =>
                {
                    var rows = await Unproved(write.Db).Where(row => (unit == null || row.Unit == unit) && row.Id.CompareTo(after) > 0)
                        .OrderBy(row => row.Id).Take(Slice).ToListAsync(token);
                    return (rows, await QueueAsync(write, rows, token));
                },
                cancellationToken);
            count += queued;
            if (found.Count < Slice)
            {
                Log.Resent(logger, count, unit ?? "all units");
                return count;
            }

            after = found[^1].Id;
        }
    }

    /// <summary>What still waits in the outbox under the same id is not doubled. The dispatcher's sweep takes the rows from the table.</summary>
    private async Task<int> QueueAsync(StoreWrite write, List<UnitEvent> rows, CancellationToken cancellationToken)
    {
        var leaving = rows.FindAll(row => options.Value.ViaOf(row.Unit) is UnitVia.Queue)
            .ConvertAll(row => messages.UnitEvent(row.Unit, row.Id, row.Body, (row.ReportId, row.Sequence)));
        return (await write.Db.InsertNewAsync(leaving, cancellationToken)).Count;
    }

    private static partial class Log
    {
        public static void Resent(ILogger logger, int count, string unit)
        {
            if (count > 0)
            {
                Again(logger, count, unit);
            }
        }

        [LoggerMessage(1, LogLevel.Warning, "{Count} events for {Unit} that nobody has proved to have are sent again under their ids.")]
        private static partial void Again(ILogger logger, int count, string unit);
    }
}

/// <summary>Sends silent events again and tidies up; may run twice at once.</summary>
[DisallowConcurrentExecution]
internal sealed class UnitEventSweep(UnitRedrive redrive, Leases leases) : IJob
{
    /// <summary>Enough for some thousand reports a minute, and a moment's work in a table of millions.</summary>
    private const int Slices = 10;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("unit-events", TimeSpan.FromSeconds(60), cancellationToken) is not null)
        {
            await redrive.SilentAsync(cancellationToken);
            for (var slice = 0; slice < Slices; slice++)
            {
                await redrive.TidyAsync(cancellationToken);
            }
        }
    }
}
