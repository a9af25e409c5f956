using System.Text;
using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Privacy;

public class IdentityLeakTests
{
    private static readonly string[] Canaries = ["Sulastri Kanari", "6281298765432", "081298765432", "kanari.sulastri@contoh.id", "3204051708900007"];

    [Fact]
    public async Task Who_reported_stands_nowhere_in_clear_text_but_under_the_seal()
    {
        await using var rig = await RouterRig.StartLiveAsync(("Units:Deliveries:DJBM:Via", "Queue"));
        await rig.RunAsync<ChannelInbox>();
        await rig.RunAsync<BodyReader>();
        var report = Items.Report("r-1", "jalan rusak, hubungi 081298765432 atau kanari.sulastri@contoh.id, NIK 3204051708900007") with
        {
            Reporter = new ReporterIdentity
            {
                Name = Canaries[0],
                Phone = "+6281298765432",
                Email = Canaries[3],
                ReplyTo = "wamid.6281298765432",
                ChannelIdentities = [new ChannelIdentity("wa_phone", "6281298765432")],
            },
            Attachments = [new InboundAttachment("a-1", "image/jpeg", "081298765432.jpg")],
        };

        await rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body(string.Join(' ', Canaries), report, Items.FollowUp("f-1", "r-1", "WA saya 081298765432")), default);
        await Eventually.True(async () => (await rig.AllAsync<Hub.Router.Persistence.Rows.Contribution>()).Count == 1, "the body is read");
        var saved = await rig.ReportAsync("r-1");
        await rig.Get<ReportRouting>().RouteAsync([saved.Id], default);
        rig.Sink.Answer = (_, _) => throw new InvalidOperationException($"refused {Canaries[1]}");
        await rig.Get<StatusLane>().RunAsync(saved.Id, RouterRig.Channel, default);

        Assert.Equal(5, (await rig.AllAsync<Hub.Router.Persistence.Rows.OutboxMessage>()).Count);
        var files = Directory.GetFiles(Path.GetDirectoryName(rig.DatabaseFile)!).Select(ReadShared).ToList();
        var logs = Encoding.UTF8.GetBytes(string.Join('\n', rig.Logs.Lines));
        Assert.All(files.Append(logs), bytes => Assert.DoesNotContain(Forms(), form => bytes.AsSpan().IndexOf(form) >= 0));
        Assert.Contains(files, bytes => bytes.AsSpan().IndexOf("jalan rusak, hubungi [telepon]"u8) >= 0);
    }

    private static IEnumerable<byte[]> Forms() => Canaries.SelectMany(canary => new[]
    {
        canary,
        Convert.ToBase64String(Encoding.UTF8.GetBytes(canary)).TrimEnd('=')[..^1],
        string.Concat(canary.Select(sign => $"\\u{(int)sign:x4}")),
        Uri.EscapeDataString(canary),
    }).Select(Encoding.UTF8.GetBytes);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
