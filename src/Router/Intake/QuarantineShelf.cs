using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Intake;

/// <summary>Puts aside what could not be read or placed; the raw body stays in the archive, so nothing is lost.</summary>
internal sealed class QuarantineShelf(HubIds ids, TimeProvider clock)
{
    public async Task AddAsync(
        HubDbContext db, IReadOnlyList<ReadBody> bodies, IReadOnlyList<(InboundEntry Entry, string Reason)> unplaced, CancellationToken cancellationToken)
    {
        var rows = bodies.SelectMany(body => body.Found.Unreadable.Select(item => Row(body, (item.Path, item.Code, item.Reason))))
            .Concat(unplaced.Select(item => Row(item.Entry.Body, (item.Entry.Item.Path, "no_place", item.Reason))))
            .DistinctBy(row => (row.RawId, row.Path, row.Code))
            .ToList();

        // A body that is read again finds its entries there already.
        await db.InsertNewAsync(rows, cancellationToken);
    }

    private QuarantineEntry Row(ReadBody body, (string Path, string Code, string Reason) fault) => new()
    {
        Id = ids.Next(),
        RawId = body.RawId,
        Channel = body.Item.Channel,
        Path = fault.Path,
        Code = fault.Code,
        Reason = fault.Reason,
        At = clock.GetUtcNow(),
    };
}
