using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporRegistrationTests
{
    [Fact]
    public void Without_its_section_the_channel_is_off() => Assert.Empty(Services([]).GetServices<IReportNormaliser>());

    [Fact]
    public void Mode_api_polls_and_pushes()
    {
        var services = Services(Api("https://lapor.contoh.test/v1"));

        Assert.IsType<Sp4nLaporPoller>(Assert.Single(services.GetServices<IPolledChannel>()));
        Assert.IsType<Sp4nLaporStatusSink>(Assert.Single(services.GetServices<IStatusSink>()));
        Assert.IsType<Sp4nLaporProbe>(Assert.Single(services.GetServices<IChannelProbe>()));
        Assert.IsType<Sp4nLaporNormaliser>(Assert.Single(services.GetServices<IReportNormaliser>()));
    }

    [Fact]
    public void Mode_files_watches_a_folder_and_writes_a_recap()
    {
        var services = Services(new() { ["Mode"] = "files", ["AgencyId"] = "1042", ["DropFolder"] = "masuk", ["RecapFolder"] = "rekap" });

        Assert.IsType<Sp4nLaporDropFolder>(Assert.Single(services.GetServices<IPolledChannel>()));
        Assert.IsType<Sp4nLaporRecapSink>(Assert.Single(services.GetServices<IStatusSink>()));
        Assert.IsType<Sp4nLaporFolderProbe>(Assert.Single(services.GetServices<IChannelProbe>()));
        Assert.Equal("1042", services.GetRequiredService<IPolledChannel>().Account);
    }

    [Theory]
    [InlineData("", "Mode", "AgencyId")]
    [InlineData("Mode=Api", "AgencyId", "BaseAddress", "ApiKey")]
    [InlineData("Mode=Api;AgencyId=1;BaseAddress=http://lapor.contoh.test;ApiKey=pendek", "BaseAddress must begin with https", "ApiKey is shorter")]
    [InlineData("Mode=Api;AgencyId=1;BaseAddress=lapor;ClientId=a", "BaseAddress is not a whole", "TokenAddress is missing", "ClientSecret is missing")]
    [InlineData("Mode=Api;AgencyId=1;BaseAddress=https://l.test;ApiKey=0123456789abcdef;ClientId=a", "one kind of credential")]
    [InlineData("Mode=7;AgencyId=1", "Mode is unknown")]
    [InlineData("Mode=Files;AgencyId=1", "DropFolder", "RecapFolder")]
    [InlineData("Mode=Files;AgencyId=a b;DropFolder=/a;DoneFolder=/a/;RecapFolder=/b;PageSize=0;AttemptTimeout=01:00:00", "AgencyId may hold", "PageSize", "AttemptTimeout")]
    [InlineData("Mode=Files;AgencyId=1;DropFolder=/a;DoneFolder=/x/../a;RecapFolder=/b", "DoneFolder is the same")]
    public void Everything_that_is_wrong_is_said_at_once(string settings, params string[] faults)
    {
        var services = Services(settings.Split(';').Where(pair => pair.Length > 0).ToDictionary(pair => pair.Split('=')[0], pair => (string?)pair.Split('=', 2)[1]).Append(new("On", "1")).ToDictionary());

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<Sp4nLaporOptions>>().Value);

        Assert.All(faults, fault => Assert.Contains(fault, failure.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("pendek", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_tells_a_wrong_key_from_a_right_one()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var right = Services(Api(hub.Lapor.Address.AbsoluteUri, hub.Lapor.Setup.ApiKey));
        var wrong = Services(Api(hub.Lapor.Address.AbsoluteUri, "kunci-yang-salah-sekali"));

        Assert.Null(await right.GetRequiredService<IChannelProbe>().ProbeAsync(Token));
        Assert.Contains("credential", await wrong.GetRequiredService<IChannelProbe>().ProbeAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_fetched_once_and_again_when_it_has_run_out()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var services = Services(Client(hub, hub.Lapor.Setup.ClientSecret));
        var channel = services.GetRequiredService<IPolledChannel>();
        hub.Add();

        Assert.Single(Assert.IsType<PollResult.Page>(await channel.FetchAsync(null, Token)).Items);
        hub.Lapor.ExpireToken();
        Assert.Single(Assert.IsType<PollResult.Page>(await channel.FetchAsync(null, Token)).Items);
        hub.Lapor.ExpireToken();
        Assert.IsType<SyncResult.Delivered>(await services.GetRequiredService<IStatusSink>().PushAsync(Sp4nLaporStatusSinkTests.Status("9170001"), Token));
    }

    [Fact]
    public async Task A_refused_client_stops_the_channel_and_nothing_is_written()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var services = Services(Client(hub, "rahasia-yang-salah"));
        hub.Add();

        var result = await services.GetRequiredService<IStatusSink>().PushAsync(Sp4nLaporStatusSinkTests.Status("9170001"), Token);

        Assert.True(Assert.IsType<SyncResult.Unavailable>(result).WholeChannel);
        Assert.Empty(hub.Desk.Writes);
    }

    [Fact]
    public async Task No_name_number_key_or_text_reaches_the_log()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var lines = new Lines<object>();
        var services = Services(Api(hub.Lapor.Address.AbsoluteUri, hub.Lapor.Setup.ApiKey), lines);
        var id = hub.Add("Judul rahasia", "Isi rahasia dari warga.");
        hub.Desk.ReporterReplies(id, "Balasan rahasia.");
        hub.Lapor.Refuses = request => request.Path.Value!.EndsWith("followups", StringComparison.Ordinal) && request.Method == "GET" ? 400 : null;

        var page = Assert.IsType<PollResult.Page>(await services.GetRequiredService<IPolledChannel>().FetchAsync(null, Token));
        hub.Desk.CloseByAdmin(id);
        hub.Lapor.Refuses = _ => null;
        await services.GetRequiredService<IStatusSink>().PushAsync(Sp4nLaporStatusSinkTests.Status(id), Token);

        Assert.Single(page.Items);
        Assert.Contains(lines.All, line => line.Contains(id, StringComparison.Ordinal));
        Assert.All(
            (string[])["Warga Contoh", "0811", "62811", "warga@contoh.test", "rahasia", "Tim sudah turun", hub.Lapor.Setup.ApiKey],
            secret => Assert.DoesNotContain(lines.All, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Options_and_secrets_do_not_print_themselves()
    {
        var options = Services(Api("https://lapor.contoh.test")).GetRequiredService<IOptions<Sp4nLaporOptions>>().Value;

        Assert.DoesNotContain("0123", $"{options}", StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dictionary<string, string?> Api(string address, string key = "0123456789abcdef") =>
        new() { ["Mode"] = "Api", ["AgencyId"] = "1042", ["BaseAddress"] = address, ["ApiKey"] = key };

    private static Dictionary<string, string?> Client(Sp4nLaporDouble hub, string secret) => new()
    {
        ["Mode"] = "Api",
        ["AgencyId"] = "1042",
        ["BaseAddress"] = hub.Lapor.Address.AbsoluteUri,
        ["TokenAddress"] = new Uri(hub.Lapor.Address, "oauth/token").AbsoluteUri,
        ["ClientId"] = hub.Lapor.Setup.ClientId,
        ["ClientSecret"] = secret,
    };

    private static ServiceProvider Services(Dictionary<string, string?> settings, Lines<object>? lines = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"{Sp4nLaporOptions.Section}:{setting.Key}", setting => setting.Value))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            if (lines is not null)
            {
                logging.AddProvider(lines);
            }
        });
        services.AddSp4nLapor(configuration);
        return services.BuildServiceProvider();
    }
}
