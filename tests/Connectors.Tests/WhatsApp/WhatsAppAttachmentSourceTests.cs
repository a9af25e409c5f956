using System.Net;
using System.Text;
using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;
using Hub.Simulators;
using Hub.Simulators.WhatsApp;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.WhatsApp;

public sealed class WhatsAppAttachmentSourceTests : IAsyncLifetime
{
    private static readonly byte[] Picture = Encoding.ASCII.GetBytes("bukan gambar sungguhan, tetapi cukup");
    private static readonly WhatsAppCitizen Citizen = new("6281100000001", "Warga");

    private WhatsAppSimulator simulator = null!;
    private WhatsAppHub hub = null!;

    public async ValueTask InitializeAsync()
    {
        simulator = await WhatsAppSimulator.StartAsync(new WhatsAppSimulatorSettings(), TestContext.Current.CancellationToken);
        hub = await WhatsAppHub.StartAsync(WhatsAppHub.SettingsFor(simulator));
        simulator.HubWebhook = hub.Webhook;
    }

    [Fact]
    public async Task The_bytes_come_in_two_steps_with_token_agent_and_hash()
    {
        var attachment = await AttachmentAsync();

        var content = Assert.IsType<AttachmentResult.Content>(await FetchAsync(attachment));

        Assert.NotNull(attachment.Sha256);
        Assert.Equal(Picture, content.Bytes.ToArray());
        Assert.Equal("image/jpeg", content.MediaType);
    }

    [Fact]
    public async Task Bytes_with_another_hash_were_hurt_on_their_way_and_are_asked_for_again() =>
        Assert.IsType<AttachmentResult.Hurt>(await FetchAsync(await AttachmentAsync() with { Sha256 = new string('0', 64) }));

    [Fact]
    public async Task A_file_above_its_limit_is_gone_before_it_is_fetched()
    {
        await simulator.SendImageAsync(Citizen, new byte[(16 * 1024 * 1024) + 1]);
        await simulator.DeliveredAsync(TestContext.Current.CancellationToken);

        Assert.Contains("16777216", Assert.IsType<AttachmentResult.Gone>(await FetchAsync(Read())).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1234567")]
    [InlineData("../me")]
    [InlineData("..")]
    [InlineData("a?b=c")]
    public async Task An_id_that_leads_nowhere_is_gone(string id) =>
        Assert.IsType<AttachmentResult.Gone>(await FetchAsync(new InboundAttachment(id, "image/jpeg")));

    [Fact]
    public async Task A_problem_the_channel_named_is_gone_at_once() =>
        Assert.Equal("131052: too large", Assert.IsType<AttachmentResult.Gone>(await FetchAsync(new InboundAttachment("1", "image/jpeg", Problem: "131052: too large"))).Reason);

    [Fact]
    public async Task Trouble_at_the_host_is_only_for_now()
    {
        var attachment = await AttachmentAsync();
        simulator.Faults.Settings = new FaultSettings(LostAnswer: 1);

        Assert.IsType<AttachmentResult.Unavailable>(await FetchAsync(attachment));

        simulator.Faults.Settings = FaultSettings.None;
        Assert.IsType<AttachmentResult.Content>(await FetchAsync(attachment));
    }

    [Theory]
    [InlineData("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", true)]
    [InlineData("https://scontent.xx.fbcdn.net/v/1", true)]
    [InlineData("http://lookaside.fbsbx.com/1", false)]
    [InlineData("https://lookaside.fbsbx.com:8443/1", false)]
    [InlineData("https://user@lookaside.fbsbx.com/1", false)]
    [InlineData("https://lookaside.fbsbx.com@169.254.169.254/1", false)]
    [InlineData("https://lookaside.fbsbx.com.contoh.id/1", false)]
    [InlineData("https://evilfbcdn.net/1", false)]
    [InlineData("https://lookaside.fbsbx.com./1", false)]
    [InlineData("https://127.0.0.1/1", false)]
    [InlineData("https://2130706433/1", false)]
    [InlineData("https://0x7f.1/1", false)]
    [InlineData("https://[::ffff:127.0.0.1]/1", false)]
    [InlineData("https://0/1", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("ftp://lookaside.fbsbx.com/1", false)]
    public void The_token_goes_to_Metas_own_hosts_only(string address, bool allowed) =>
        Assert.Equal(allowed, new WhatsAppMediaHosts(Options.Create(new WhatsAppOptions())).Allows(new Uri(address)));

    [Fact]
    public async Task A_host_that_is_not_allowed_yet_is_named_with_the_setting_and_asked_again()
    {
        using var http = new HttpClient();
        var settings = Options.Create(new WhatsAppOptions());
        var download = new WhatsAppMediaDownload(http, new WhatsAppMediaHosts(settings), settings, TimeProvider.System);

        var result = await download.FetchAsync(new Uri("https://media.baru.test/1"), "image/jpeg", 1, TestContext.Current.CancellationToken);

        var reason = Assert.IsType<AttachmentResult.Unavailable>(result).Reason;
        Assert.Contains("media.baru.test is not in Channels:WhatsApp:MediaHosts", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("157.240.1.1", true)]
    [InlineData("2a03:2880:f12f::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    public void A_connection_is_made_to_public_addresses_only(string address, bool open) =>
        Assert.Equal(open, WhatsAppMediaConnection.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to()
    {
        using var handler = WhatsAppMediaConnection.CreateHandler(anyAddress: false);
        using var http = new HttpClient(handler);

        var before = simulator.Ledger.Received.Count;
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://localhost:{simulator.Address.Port}/"), TestContext.Current.CancellationToken));

        Assert.Contains("no public address", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, simulator.Ledger.Received.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await simulator.DisposeAsync();
    }

    private async Task<InboundAttachment> AttachmentAsync()
    {
        await simulator.SendImageAsync(Citizen, Picture, "Jembatan retak");
        await simulator.DeliveredAsync(TestContext.Current.CancellationToken);
        return Read();
    }

    private InboundAttachment Read() => Assert.Single(hub.Normaliser.Normalise(Assert.Single(hub.Inbox.Items)).Report().Attachments);

    private Task<AttachmentResult> FetchAsync(InboundAttachment attachment) => hub.Attachments.FetchAsync(WhatsAppHub.Number, attachment, TestContext.Current.CancellationToken);
}
