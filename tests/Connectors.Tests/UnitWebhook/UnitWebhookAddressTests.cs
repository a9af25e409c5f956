using System.Net;
using System.Net.Sockets;
using Hub.Connectors.UnitWebhook;
using Hub.Contracts.Channels;
using Hub.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.UnitWebhook;

/// <summary>Where a unit's address may lead (RELIABILITY 4.2, T9). A trap listens on this machine; nobody may knock.</summary>
public sealed class UnitWebhookAddressTests : IDisposable
{
    private readonly TcpListener trap = TcpListener.Create(0);

    public UnitWebhookAddressTests() => trap.Start();

    private int Port => ((IPEndPoint)trap.LocalEndpoint).Port;

    [Theory]
    [InlineData("https://127.0.0.1:PORT/")]
    [InlineData("https://2130706433:PORT/")] // decimal
    [InlineData("https://0x7f000001:PORT/")] // hex
    [InlineData("https://0x7f.0.0.1:PORT/")]
    [InlineData("https://0177.0.0.1:PORT/")] // octal
    [InlineData("https://017700000001:PORT/")]
    [InlineData("https://127.1:PORT/")] // short
    [InlineData("https://0:PORT/")]
    [InlineData("https://0.0.0.0:PORT/")]
    [InlineData("https://[::1]:PORT/")]
    [InlineData("https://[::]:PORT/")]
    [InlineData("https://[::ffff:127.0.0.1]:PORT/")] // IPv4-mapped
    [InlineData("https://[::ffff:7f00:1]:PORT/")]
    [InlineData("https://[::127.0.0.1]:PORT/")]
    [InlineData("https://[64:ff9b::7f00:1]:PORT/")] // NAT64
    [InlineData("https://localhost:PORT/")]
    [InlineData("https://LOCALHOST:PORT/")]
    [InlineData("https://①②⑦.⓪.⓪.①:PORT/")] // circled digits
    [InlineData("https://unit.contoh.go.id@127.0.0.1:PORT/")] // user-info trick
    [InlineData("https://127.0.0.1:PORT@unit.contoh.go.id/")]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://unit.contoh.go.id:PORT/")] // not https
    [InlineData("ftp://127.0.0.1:PORT/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://10.0.0.1:PORT/")]
    [InlineData("https://192.168.1.1:PORT/")]
    [InlineData("https://100.64.0.1:PORT/")]
    public async Task An_address_that_leads_inside_is_refused_and_nobody_knocks(string address)
    {
        await using var hub = new UnitHub(allowed: null, clock: TimeProvider.System);

        var result = await hub.PushAsync(new Uri(address.Replace("PORT", $"{Port}")));

        Assert.Equal("address_refused", Assert.IsType<SyncResult.Rejected>(result).Code);
        Assert.False(trap.Pending());
    }

    [Theory]
    [InlineData("https://127.0.0.1.:PORT/")] // trailing dots
    [InlineData("https://localhost.:PORT/")]
    [InlineData("https://unit.localhost:PORT/")] // unknown or loopback, as the resolver of the machine likes
    [InlineData("https://[fe80::1%251]:PORT/")] // a zone
    public async Task A_name_that_only_resembles_an_allowed_one_opens_nothing(string address)
    {
        await using var hub = new UnitHub();

        Assert.IsNotType<SyncResult.Delivered>(await hub.PushAsync(new Uri(address.Replace("PORT", $"{Port}"))));
        Assert.False(trap.Pending());
    }

    [Fact]
    public async Task The_trap_would_notice()
    {
        await using var hub = new UnitHub(allowed: "127.0.0.1", clock: TimeProvider.System);

        var push = hub.PushAsync(new Uri($"https://127.0.0.1:{Port}/"));

        await Eventually.TrueAsync("somebody knocks", trap.Pending, TestContext.Current.CancellationToken);
        trap.Stop();
        Assert.IsType<SyncResult.Unavailable>(await push);
    }

    [Fact]
    public async Task A_name_that_resolves_inside_is_refused_each_time_it_does()
    {
        var asked = 0;
        Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) =>
            Task.FromResult<IPAddress[]>(asked++ is 0 ? [IPAddress.Parse("8.8.8.8")] : [IPAddress.Loopback]);
        var guard = new GuardedConnect(Options.Create(new UnitWebhookOptions()), Resolve);
        await using var hub = new UnitHub(allowed: null, resolve: Resolve, clock: TimeProvider.System);

        var first = await guard.AddressesAsync("unit.contoh.go.id", TestContext.Current.CancellationToken);
        var second = await hub.PushAsync(new Uri($"https://unit.contoh.go.id:{Port}/"));

        Assert.Equal([IPAddress.Parse("8.8.8.8")], first);
        Assert.Equal("address_refused", Assert.IsType<SyncResult.Rejected>(second).Code);
        Assert.Equal(2, asked);
        Assert.False(trap.Pending());
    }

    [Fact]
    public async Task Of_mixed_addresses_only_the_public_ones_are_used()
    {
        var guard = new GuardedConnect(
            Options.Create(new UnitWebhookOptions()), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("8.8.8.8"), IPAddress.IPv6Loopback]));

        Assert.Equal([IPAddress.Parse("8.8.8.8")], await guard.AddressesAsync("unit.contoh.go.id", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_allowed_name_may_lie_inside_and_speak_http_and_its_neighbours_may_not()
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub(allowed: "aplikasi.unit.internal", resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        Assert.IsType<SyncResult.Delivered>(await hub.PushAsync(new Uri($"http://APLIKASI.unit.internal:{server.Address.Port}/")));
        Assert.IsType<SyncResult.Rejected>(await hub.PushAsync(new Uri($"http://lain.unit.internal:{server.Address.Port}/")));
        Assert.IsType<SyncResult.Rejected>(await hub.PushAsync(new Uri($"https://lain.unit.internal:{server.Address.Port}/")));
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://127.0.0.1:PORT/")]
    public async Task A_redirect_is_not_followed(string target)
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub(clock: TimeProvider.System);
        server.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = target.Replace("PORT", $"{Port}");
            return Task.CompletedTask;
        };

        Assert.IsType<SyncResult.Unavailable>(await hub.PushAsync(server.Address));
        Assert.Single(server.Calls);
        Assert.False(trap.Pending());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("http://unit.local")]
    [InlineData("unit.local:8080")]
    [InlineData("unit.local/hook")]
    [InlineData("")]
    public async Task A_host_list_that_cannot_match_does_not_start(string host)
    {
        var settings = new Dictionary<string, string?> { ["UnitWebhook:AllowedPrivateHosts:0"] = host, ["UnitWebhook:AttemptTimeout"] = "1.00:00:00" };
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddUnitWebhook()
            .BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(2, fault.Failures.Count());
        Assert.Contains(fault.Failures, failure => failure.Contains($"holds '{host}'", StringComparison.Ordinal));
    }

    public void Dispose() => trap.Dispose();
}
