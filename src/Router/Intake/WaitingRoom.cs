using Hub.Contracts.Channels;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>
/// Where items wait that came before what they belong to. Each is tried again with growing pauses, at once when its report
/// arrives, and the oldest of one report goes first.
/// </summary>
internal sealed class WaitingRoom(IOptions<IntakeOptions> options, HubIds ids, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    internal static readonly SetStatement Calling = new(
        """
        UPDATE waiting_items AS i SET again_at = least(i.again_at, $3) FROM unnest($1::text[], $2::text[]) AS w (channel, waits_for)
        WHERE i.channel = w.channel AND i.waits_for = w.waits_for
        """,
        "UPDATE waiting_items SET again_at = min(again_at, @p2) WHERE channel = @p0 AND waits_for = @p1");

    /// <summary>Those that wait already for the reports these items speak of, in other bodies than these.</summary>
    public async Task<Queues> QueuesAsync(HubDbContext db, IReadOnlyList<InboundEntry> entries, CancellationToken cancellationToken)
    {
        var keys = entries.Select(KeyOf).OfType<string>().Distinct().ToList();
        if (keys.Count == 0)
        {
            return new Queues([], clock.GetUtcNow());
        }

        var here = entries.Select(entry => entry.Body.RawId).Distinct().ToList();
        var rows = await db.Set<WaitingItem>().AsNoTracking()
            .Where(row => keys.Contains(row.WaitsFor) && !here.Contains(row.RawId)).ToListAsync(cancellationToken);
        return new Queues([.. rows.Select(row => (row.Channel, row.Account, row.WaitsFor, row.OccurredAt, row.Until))], clock.GetUtcNow());
    }

    /// <summary>Lets wait what may wait, and lets go what found its place.</summary>
    /// <returns>What waited in vain and needs a person.</returns>
    public async Task<IReadOnlyList<(InboundEntry Entry, string Reason)>> SettleAsync(
        HubDbContext db, IReadOnlyList<ReadBody> bodies, IReadOnlyList<(InboundEntry Entry, Unplaced Why)> early, CancellationToken cancellationToken)
    {
        var held = bodies.SelectMany(body => body.Waited).ToDictionary(row => (row.RawId, row.Account, row.ExternalId));
        var givenUp = await GivenUpAsync(db, early, cancellationToken);
        var now = clock.GetUtcNow();
        var (waiting, inVain) = (new List<WaitingItem>(), new List<(InboundEntry Entry, Unplaced Why)>());
        foreach (var (entry, why) in early)
        {
            var row = Row(entry, why.Awaits!, held.GetValueOrDefault((entry.Body.RawId, entry.Account, entry.Item.ExternalId)));
            if (row.Until > now && !givenUp.Contains((row.RawId, row.Path)))
            {
                waiting.Add(row);
            }
            else
            {
                inVain.Add((entry, why));
            }
        }

        await StoreAsync(db, [.. held.Keys.Select(key => key.RawId).Distinct()], waiting, cancellationToken);
        await db.InsertNewAsync(inVain.Where(item => item.Why.Awaits!.InVain is InVain.Noted).Select(Note).DistinctBy(row => row.Path).ToList(), cancellationToken);
        return [.. inVain.Where(item => item.Why.Awaits!.InVain is InVain.Quarantined).Select(item => (item.Entry, item.Why.Reason))];
    }

    /// <summary>What waited for these reports, or stands before those who are behind, is tried now.</summary>
    /// <returns>True when something waited for them.</returns>
    public async Task<bool> WakeAsync(
        HubDbContext db, IReadOnlyList<InboundEntry> arrived, IEnumerable<(InboundEntry Entry, Unplaced Why)> early, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var behind = early.Where(item => item.Why.IsBehind).Select(item => (item.Entry, Key: item.Why.Awaits!.Key)).ToList();
        var keys = arrived.Select(entry => (entry.Channel, Key: Awaited.KeyOf(entry.Item.ExternalId))).Concat(behind.Select(item => (item.Entry.Channel, item.Key))).Distinct().ToList();
        if (behind.Count == 0)
        {
            return await db.CountAsync(Calling, [keys.Select(item => item.Channel).ToArray(), keys.Select(item => item.Key).ToArray(), now.UtcDateTime], cancellationToken) > 0;
        }

        var here = behind.Select(item => item.Entry.Body.RawId).Distinct().ToList();
        var woken = 0;
        foreach (var channel in keys.GroupBy(item => item.Channel))
        {
            var wanted = channel.Select(item => item.Key).ToList();
            woken += await db.Set<WaitingItem>().Where(row => row.Channel == channel.Key && wanted.Contains(row.WaitsFor) && row.AgainAt > now && !here.Contains(row.RawId))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.AgainAt, now), cancellationToken);
        }

        return woken > 0;
    }

    /// <summary>What speaks of a report or of a message, and so has a turn.</summary>
    public static string? KeyOf(InboundEntry entry) => entry.Item switch
    {
        InboundFollowUp followUp => Awaited.KeyOf(followUp.ReportExternalId),
        InboundStatus { ReportExternalId: { } report } => Awaited.KeyOf(report),
        InboundSignal { TargetExternalId: { } target } => Awaited.KeyOf(target),
        _ => null,
    };

    /// <summary>What is in quarantine has waited once; a retry by a person is answered at once.</summary>
    private static async Task<HashSet<(Guid, string)>> GivenUpAsync(HubDbContext db, IReadOnlyList<(InboundEntry Entry, Unplaced Why)> early, CancellationToken cancellationToken)
    {
        if (early.Count == 0)
        {
            return [];
        }

        var bodies = early.Select(item => (Guid?)item.Entry.Body.RawId).Distinct().ToList();
        var rows = await db.Set<QuarantineEntry>().AsNoTracking().Where(row => bodies.Contains(row.RawId)).Select(row => new { row.RawId, row.Path }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.RawId!.Value, row.Path))];
    }

    private static async Task StoreAsync(HubDbContext db, IReadOnlyList<Guid> readAgain, IReadOnlyList<WaitingItem> waiting, CancellationToken cancellationToken)
    {
        if (readAgain.Count > 0)
        {
            await db.Set<WaitingItem>().Where(row => readAgain.Contains(row.RawId)).ExecuteDeleteAsync(cancellationToken);
        }

        await db.InsertNewAsync(waiting.DistinctBy(row => (row.RawId, row.Account, row.ExternalId)).ToList(), cancellationToken);
    }

    private WaitingItem Row(InboundEntry entry, Awaited awaits, WaitingItem? held)
    {
        var now = clock.GetUtcNow();
        var window = awaits.InVain is InVain.Quarantined ? options.Value.EarlyWait : options.Value.ReceiptWait;
        var attempts = held is null ? 0 : held.Attempts + 1;
        return new WaitingItem
        {
            RawId = entry.Body.RawId,
            Account = entry.Account,
            ExternalId = entry.Item.ExternalId,
            Channel = entry.Channel,
            Path = entry.Item.Path,
            WaitsFor = awaits.Key,
            OccurredAt = entry.Item.OccurredAt,
            Until = held?.Until ?? now + window,
            AgainAt = now + Backoff.After(attempts, FirstPause, LongestPause),
            Attempts = attempts,
        };
    }

    private QuarantineEntry Note((InboundEntry Entry, Unplaced Why) item) => new()
    {
        Id = ids.Next(),
        RawId = item.Entry.Body.RawId,
        Channel = item.Entry.Channel,
        Path = item.Entry.Item.Path,
        Code = "not_ours",
        Reason = item.Why.Reason,
        At = clock.GetUtcNow(),
        SettledAt = clock.GetUtcNow(),
    };
}

/// <summary>Who stands before whom.</summary>
internal sealed class Queues(IReadOnlyList<(string Channel, string Account, string WaitsFor, DateTimeOffset OccurredAt, DateTimeOffset Until)> rows, DateTimeOffset now)
{
    /// <returns>Null when nobody stands before it.</returns>
    public Unplaced? Before(InboundEntry entry) => WaitingRoom.KeyOf(entry) is { } key
        && rows.Any(row => row.WaitsFor == key && row.Channel == entry.Channel && row.Account == entry.Account && row.OccurredAt < entry.Item.OccurredAt && row.Until > now)
            ? new Unplaced("Older words on the same report wait before it.", new Awaited(key, InVain.Quarantined)) { IsBehind = true }
            : null;
}
