using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Reconciliation;

/// <summary>A hub that holds reports, two hours old and in version 1, beside a channel that can be listed.</summary>
internal static class ReconciliationStage
{
    public static readonly DateTimeOffset Before = RouterRig.Start - TimeSpan.FromHours(2);

    public static InboundReport Held(string id, DateTimeOffset at) => Items.Report(id, at: at) with { ContentVersion = "1", ChannelWord = "Baru" };

    public static async Task<RouterRig> RigAsync(params string[] ids)
    {
        var rig = await RouterRig.StartAsync();
        if (ids.Length > 0)
        {
            await rig.ReadAsync([.. ids.Select(id => Held(id, Before))]);
        }

        return rig;
    }

    public static async Task<ReconciliationOutcome> RunAsync(RouterRig rig, bool repair = false) =>
        Assert.Single(await rig.Get<Reconciler>().RunAsync(new ReconciliationRequest(RouterRig.Channel, null, null, repair, "uji"), default));

    public static Task<List<FindingLine>> OpenAsync(RouterRig rig) => rig.Get<ReconciliationDesk>().OpenAsync(null, 100, default);

    /// <summary>Reads what lies unread, as the reader does.</summary>
    public static async Task ReadBodiesAsync(RouterRig rig)
    {
        var unread = (await rig.AllAsync<UnreadMark>()).Select(mark => mark.RawId).ToHashSet();
        foreach (var row in (await rig.AllAsync<RawBody>()).Where(row => unread.Contains(row.Id)))
        {
            var raw = rig.Get<RawArchive>().Open(row);
            await rig.Get<InboundWriter>().SaveAsync([new ReadBody(row.Id, raw, rig.Normaliser.Normalise(raw))], default);
        }
    }
}
