using System.Security.Cryptography;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;

namespace Hub.Router.Intake;

/// <summary>Turns a raw item into its sealed row and back.</summary>
internal sealed class RawArchive(Seal seal, HubIds ids)
{
    private const string Purpose = "raw";

    public RawBody Close(RawItem item) => new()
    {
        Id = ids.Next(),
        Channel = item.Channel,
        Account = item.Account,
        Key = item.Key ?? "sha256:" + Convert.ToHexStringLower(SHA256.HashData(item.Body.Span)),
        ContentType = item.ContentType,
        FileName = item.FileName,
        Sealed = seal.Close(item.Body.Span, Purpose),
        ReceivedAt = item.ReceivedAt,
    };

    /// <summary>Stores what is not there yet, each with the mark that nobody has read it.</summary>
    /// <returns>The bodies that were new.</returns>
    public static async Task<IReadOnlyList<RawBody>> StoreAsync(HubDbContext db, IReadOnlyList<RawBody> bodies, CancellationToken cancellationToken)
    {
        var added = await db.InsertNewAsync(bodies, cancellationToken);
        await db.InsertAsync([.. added.Select(body => new UnreadMark { RawId = body.Id, Channel = body.Channel, ReceivedAt = body.ReceivedAt })], cancellationToken);
        return added;
    }

    public RawItem Open(RawBody row) => new(row.Channel, row.Account, seal.Open(row.Sealed, Purpose), row.ReceivedAt)
    {
        Key = row.Key,
        ContentType = row.ContentType,
        FileName = row.FileName,
    };
}
