using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake.Quarantine;

/// <summary>Bodies that lie in the archive and were read once, by the reader as it was then.</summary>
internal static class ArchiveBench
{
    public const string By = "petugas";

    public static QuarantineDesk Desk(this RouterRig rig) => rig.Get<QuarantineDesk>();

    /// <summary>Stores a body of this name and reads it with what the reader says of it now.</summary>
    public static async Task<RawBody> ReceiveAsync(this RouterRig rig, string name, NormalisedBody found)
    {
        var item = rig.Normaliser.Body(name, found) with { ReceivedAt = rig.Time.GetUtcNow() };
        var row = rig.Get<RawArchive>().Close(item);
        await rig.WriteAsync((write, token) => write.Db.InsertAsync([row], token));
        await rig.Get<InboundWriter>().SaveAsync([new ReadBody(row.Id, item, found)], default);
        return row;
    }

    public static Task<RawBody> ReceiveAsync(this RouterRig rig, string name, params InboundItem[] items) => rig.ReceiveAsync(name, new NormalisedBody(items, []));

    /// <summary>The fix: from now on the reader says this of the body.</summary>
    public static void NowReads(this RouterRig rig, string name, params InboundItem[] items) => rig.Normaliser.Body(name, items);

    public static NormalisedBody Unreadable(string path = "$.items[0]", string code = "bad_field", params InboundItem[] items) =>
        new(items, [new UnreadableItem(path, code, "A field holds what no reader expects; retry after a fix.")]);

    public static async Task<QuarantineEntry> EntryAsync(this RouterRig rig) => Assert.Single(await rig.AllAsync<QuarantineEntry>());

    public static string Hash(this RouterRig rig, RawBody row) => Convert.ToHexStringLower(SHA256.HashData(rig.Get<RawArchive>().Open(row).Body.Span));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
