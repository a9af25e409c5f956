using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>When each channel last brought something: the counted hours say where to look, so that the archive's size does not matter.</summary>
internal static class LastArrivals
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Longer than two counts are apart.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyDictionary<string, DateTimeOffset?>> ReadAsync(HubDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hours = await db.Set<ArrivalHour>().AsNoTracking().Where(row => row.Count > 0).GroupBy(row => row.Channel)
            .Select(group => new { group.Key, Last = group.Max(row => row.Hour) }).ToListAsync(cancellationToken);
        var (found, bodies, current) = (new Dictionary<string, DateTimeOffset?>(), db.Set<RawBody>().AsNoTracking(), Silence.HourOf(now));
        foreach (var hour in hours)
        {
            var (from, until) = (hour.Last, (hour.Last < current ? hour.Last : now) + Hour);
            found[hour.Key] = await bodies.Where(row => row.Channel == hour.Key && row.ReceivedAt >= from && row.ReceivedAt < until)
                .OrderByDescending(row => row.ReceivedAt).Select(row => (DateTimeOffset?)row.ReceivedAt).FirstOrDefaultAsync(cancellationToken) ?? from;
        }

        // Hours are counted once a minute: while this one is among them, only what came since can be unknown.
        var lately = now - (hours.Exists(hour => hour.Last == current) ? Counted : Hour * 2);
        var fresh = await bodies.Where(row => row.ReceivedAt >= lately).GroupBy(row => row.Channel)
            .Select(group => new { group.Key, Last = group.Max(row => row.ReceivedAt) }).ToListAsync(cancellationToken);
        fresh.ForEach(row => found[row.Key] = row.Last);
        return found;
    }
}
