using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Outbox;

/// <summary>Finds in the table what memory lost and what is to be tried again: of each report the oldest message only.</summary>
internal sealed class OutboxSweep(HubStore store, Leases leases, TimeProvider clock)
{
    public const int Most = 256;

    /// <summary>So long a new row is on its way through memory; it falls due for the sweep only then, so that the sweep does not wade through the young.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    /// <summary>By the report, which is the message's key of order, and of its events that one alone: a unit that is silent may have many of a report.</summary>
    internal static readonly SetStatement Bodies = new(
        """
        SELECT e.id, e.body FROM unnest($1::uuid[], $2::uuid[]) AS w (report, id)
        CROSS JOIN LATERAL (SELECT * FROM unit_events AS u WHERE u.report_id = w.report AND u.id = w.id LIMIT 1) AS e
        """,
        "SELECT id, body FROM unit_events WHERE report_id = @p0 AND id = @p1");

    /// <returns>Nothing when another process sweeps.</returns>
    public async Task<List<OutboxMessage>> FindAsync(CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("outbox-sweep", Leases.Short, cancellationToken) is null)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        return await store.ReadAsync(
            async (db, token) =>
            {
                var rows = db.Set<OutboxMessage>().AsNoTracking();
                var due = await rows
                    .Where(row => row.NextAt <= now && row.ParkedAt == null)
                    .Where(row => !rows.Any(earlier => earlier.OrderKey == row.OrderKey
                        && (earlier.Sequence < row.Sequence || (earlier.Sequence == row.Sequence && earlier.Id.CompareTo(row.Id) < 0))))
                    .OrderBy(row => row.NextAt).Take(Most).ToListAsync(token);
                return await WithBodiesAsync(db, due, token);
            },
            cancellationToken);
    }

    /// <summary>Messages as they leave. One that another process sent meanwhile may have no event any more; it stays as it is, and is not sent.</summary>
    internal static async Task<List<OutboxMessage>> WithBodiesAsync(HubDbContext db, List<OutboxMessage> rows, CancellationToken cancellationToken)
    {
        var elsewhere = rows.FindAll(row => row.IsBodyElsewhere);
        var bodies = (await db.AskAsync(
            (Bodies, [elsewhere.ConvertAll(row => row.OrderKey).ToArray(), elsewhere.ConvertAll(row => row.Id).ToArray()]),
            static row => (Id: row.GetGuid(0), Body: row.GetString(1)), cancellationToken)).ToDictionary(row => row.Id, row => row.Body);
        return rows.ConvertAll(row => row.IsBodyElsewhere && bodies.TryGetValue(row.Id, out var body) ? row.WithBody(body) : row);
    }
}
