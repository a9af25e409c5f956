using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>Counts what arrived in each hour, as long as the archive still has it, and teaches it to the alarm.</summary>
internal sealed class ArrivalCount(HubStore store, ChannelSilence silence, TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Learnt = TimeSpan.FromDays(7 * Silence.Weeks) + TimeSpan.FromDays(8);

    /// <summary>Several hubs may count at once: they count the same.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var current = Silence.HourOf(now);
        var since = now - Learnt;
        var known = await store.ReadAsync((db, token) => db.Set<ArrivalHour>().AsNoTracking().Where(row => row.Hour >= since).ToListAsync(token), cancellationToken);

        // The last counted hour may not have been over; what the hub never counted is counted from the archive's first body on.
        var from = known.Count > 0 ? known.Max(row => row.Hour) : await store.ReadAsync((db, token) => FirstAsync(db, since, token), cancellationToken) ?? now;
        var counted = await store.ReadAsync((db, token) => CountAsync(db, (Silence.HourOf(from), current + Hour), token), cancellationToken);

        // An hour without arrivals is known as such, so that a long silence is not counted from its beginning each time.
        var silent = known.Concat(counted).Select(row => row.Channel).Distinct().Except(counted.Where(row => row.Hour == current).Select(row => row.Channel));
        counted.AddRange(silent.Select(channel => new ArrivalHour { Channel = channel, Hour = current, Count = 0 }).ToList());
        await store.WriteAsync(
            async (write, token) =>
            {
                foreach (var row in counted)
                {
                    await write.Db.Database.ExecuteSqlAsync(
                        $"INSERT INTO arrivals (channel, hour, count) VALUES ({row.Channel}, {row.Hour.UtcDateTime}, {row.Count}) ON CONFLICT (channel, hour) DO UPDATE SET count = excluded.count",
                        token);
                }
            },
            cancellationToken);
        var fresh = counted.Select(row => (row.Channel, row.Hour)).ToHashSet();
        silence.Learn(known.Where(row => !fresh.Contains((row.Channel, row.Hour))).Concat(counted));
    }

    private static async Task<DateTimeOffset?> FirstAsync(HubDbContext db, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await db.Set<RawBody>().AsNoTracking().Where(row => row.ReceivedAt >= since).OrderBy(row => row.ReceivedAt).Select(row => new { row.ReceivedAt }).FirstOrDefaultAsync(cancellationToken))?.ReceivedAt;

    /// <summary>One short query an hour: engines group by hour in words of their own.</summary>
    private static async Task<List<ArrivalHour>> CountAsync(HubDbContext db, (DateTimeOffset From, DateTimeOffset Until) span, CancellationToken cancellationToken)
    {
        var counts = new List<ArrivalHour>();
        for (var hour = span.From; hour < span.Until; hour += Hour)
        {
            var until = hour + Hour;
            var rows = await db.Set<RawBody>().AsNoTracking().Where(row => row.ReceivedAt >= hour && row.ReceivedAt < until)
                .GroupBy(row => row.Channel).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
            counts.AddRange(rows.Select(row => new ArrivalHour { Channel = row.Key, Hour = hour, Count = row.Count }));
        }

        return counts;
    }
}
