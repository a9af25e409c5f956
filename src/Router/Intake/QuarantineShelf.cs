using Hub.Router.Intake.Quarantine;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>
/// Puts aside what could not be read or placed; the raw body stays in the archive, so nothing is lost. The entries of a body
/// always say what its latest reading said: what is readable now is settled, what fails again is open again.
/// </summary>
internal sealed class QuarantineShelf(HubIds ids, TimeProvider clock)
{
    public async Task AddAsync(
        HubDbContext db, IReadOnlyList<ReadBody> bodies, IReadOnlyList<(InboundEntry Entry, string Reason)> unplaced, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(db, bodies, cancellationToken);
        var homeless = unplaced.ToLookup(item => item.Entry.Body.RawId, item => PlaceFault.NoPlace(item.Entry.Item.Path, item.Reason));

        var added = new List<QuarantineEntry>();
        foreach (var body in bodies.DistinctBy(body => body.RawId))
        {
            var origin = OriginOf(body);
            var changes = PlaceChanges.Judge([.. known[origin]], [.. body.Found.Unreadable.Select(PlaceFault.Of), .. homeless[body.RawId]]);
            added.AddRange(changes.New.Select(fault => Row(origin, body.Item.Channel, fault)));
            await UpdateAsync(db, changes, cancellationToken);
        }

        // Another process may have read the same body meanwhile.
        await db.InsertNewAsync(added, cancellationToken);
    }

    private static async Task<ILookup<Guid, QuarantineEntry>> KnownAsync(HubDbContext db, IReadOnlyList<ReadBody> bodies, CancellationToken cancellationToken)
    {
        var origins = bodies.Where(body => !body.IsNew).Select(OriginOf).Distinct().ToList();
        List<QuarantineEntry> entries = origins.Count == 0
            ? []
            : await db.Set<QuarantineEntry>().AsNoTracking().Where(row => row.RawId != null && origins.Contains(row.RawId.Value)).ToListAsync(cancellationToken);
        return entries.ToLookup(row => row.RawId!.Value);
    }

    private static Guid OriginOf(ReadBody body) => body.EditOf ?? body.RawId;

    private async Task UpdateAsync(HubDbContext db, PlaceChanges changes, CancellationToken cancellationToken)
    {
        foreach (var (entry, fault) in changes.Again)
        {
            await db.Set<QuarantineEntry>().Where(row => row.Id == entry.Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Code, fault.Code).SetProperty(row => row.Reason, fault.Reason)
                    .SetProperty(row => row.SettledAt, (DateTimeOffset?)null).SetProperty(row => row.Settled, (string?)null).SetProperty(row => row.SettledBy, (string?)null),
                cancellationToken);
        }

        if (changes.Readable.Count > 0)
        {
            var now = clock.GetUtcNow();
            var settled = changes.Readable.Select(entry => entry.Id).ToList();
            await db.Set<QuarantineEntry>().Where(row => settled.Contains(row.Id)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.SettledAt, now).SetProperty(row => row.Settled, SettledHow.Read), cancellationToken);
        }
    }

    private QuarantineEntry Row(Guid rawId, string channel, PlaceFault fault) => new()
    {
        Id = ids.Next(),
        RawId = rawId,
        Channel = channel,
        Path = fault.Path,
        Code = fault.Code,
        Reason = fault.Reason,
        At = clock.GetUtcNow(),
    };
}
