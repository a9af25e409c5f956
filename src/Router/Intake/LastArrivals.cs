using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>When each channel last brought something: the counted hours say where to look, so that the archive's size does not matter.</summary>
internal static class LastArrivals
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static async Task<IReadOnlyDictionary<string, DateTimeOffset?>> ReadAsync(HubDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hours = await db.Set<ArrivalHour>().AsNoTracking().Where(row => row.Count > 0).GroupBy(row => row.Channel)
            .Select(group => new { group.Key, Last = group.Max(row => row.Hour) }).ToListAsync(cancellationToken);
        var found = new Dictionary<string, DateTimeOffset?>();
        foreach (var hour in hours)
        {
            var (from, until) = (hour.Last, hour.Last + Hour);
            found[hour.Key] = await db.Set<RawBody>().AsNoTracking().Where(row => row.Channel == hour.Key && row.ReceivedAt >= from && row.ReceivedAt < until)
                .MaxAsync(row => (DateTimeOffset?)row.ReceivedAt, cancellationToken) ?? from;
        }

        var lately = now - (Hour * 2);
        var fresh = await db.Set<RawBody>().AsNoTracking().Where(row => row.ReceivedAt >= lately).GroupBy(row => row.Channel)
            .Select(group => new { group.Key, Last = group.Max(row => row.ReceivedAt) }).ToListAsync(cancellationToken);
        fresh.ForEach(row => found[row.Key] = row.Last);
        return found;
    }
}
