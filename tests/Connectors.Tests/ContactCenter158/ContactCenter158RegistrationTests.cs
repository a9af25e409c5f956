using System.Security.Cryptography;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158RegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Without_its_section_the_channel_is_off_and_its_files_are_still_readable()
    {
        using var services = new ServiceCollection().AddContactCenter158(new ConfigurationBuilder().Build()).BuildServiceProvider();

        Assert.Empty(services.GetServices<IPolledChannel>());
        Assert.Empty(services.GetServices<IStatusSink>());
        Assert.Equal("cc158", Assert.Single(services.GetServices<IReportNormaliser>()).Channel);
    }

    [Theory]
    [InlineData("BaseAddress=", "BaseAddress is missing")]
    [InlineData("BaseAddress=/api", "BaseAddress must be an absolute https address")]
    [InlineData("BaseAddress=http://cc158.example/", "BaseAddress must be an absolute https address")]
    [InlineData("AccessToken=", "no complete credential")]
    [InlineData("ClientId=hub", "keep one of the two")]
    [InlineData("AccessToken=;ClientId=hub;ClientSecret=x", "no complete credential")]
    [InlineData("AccessToken=;ClientId=hub;ClientSecret=x;TokenAddress=http://cc158.example/token", "TokenAddress must be an absolute https address")]
    [InlineData("PageSize=501", "PageSize must be between 1 and 500")]
    [InlineData("PageSize=0", "PageSize must be between 1 and 500")]
    [InlineData("PollInterval=00:00:00", "PollInterval must be between 00:00:00.01")]
    [InlineData("SlowPollInterval=1.00:00:00", "SlowPollInterval must be between 00:00:00.01")]
    [InlineData("AttemptTimeout=00:05:00", "AttemptTimeout must be between 00:00:00.1")]
    [InlineData("Account=", "Account is empty")]
    [InlineData("WebhookSecrets:0=pendek", "WebhookSecrets:0 is shorter")]
    public void Wrong_settings_are_refused_with_a_word_on_what_to_do(string changes, string told)
    {
        var faults = Assert.Throws<OptionsValidationException>(() => Read(changes)).Failures;

        Assert.Contains(told, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once() =>
        Assert.Equal(4, Assert.Throws<OptionsValidationException>(() => Read("BaseAddress=;AccessToken=;PageSize=0;WebhookSecrets:0=x")).Failures.Count());

    [Theory]
    [InlineData("")]
    [InlineData("BaseAddress=http://127.0.0.1:5158/")]
    [InlineData("BaseAddress=http://simulator:5158/;AllowPlainHttp=true")]
    [InlineData("AccessToken=;ClientId=hub;ClientSecret=x;TokenAddress=https://cc158.example/token")]
    [InlineData("WebhookSecrets:0=contoh-158-secret-v2;WebhookSecrets:1=contoh-158-secret-v1;PollInterval=00:00:00.2")]
    public void Right_settings_are_taken(string changes) => Assert.Equal("cc158", Read(changes).Account);

    [Fact]
    public async Task The_whole_channel_works_with_a_fixed_token_below_a_path_and_shows_nobody_in_its_logs()
    {
        await using var desk = await Desk.StartAsync();
        byte[] picture = [0xFF, 0xD8, 1, 2, 3];
        var caller = new Caller("Sari Contoh", "+6281200000158", "081200000158", Anonymous: true);
        var ticket = desk.Simulator.AddTicket(new TicketDraft("Jembatan retak", "Retak di tengah bentang.") { Caller = caller, Files = [new TicketFile("foto.jpg", "image/jpeg", picture)] });
        await using var hub = await StartAsync(desk.Simulator, new() { ["AccessToken"] = desk.Simulator.Settings.AccessToken });

        var page = Assert.IsType<PollResult.Page>(await One<IPolledChannel>(hub).FetchAsync(null, Token));
        var report = Assert.IsType<InboundReport>(Assert.Single(One<IReportNormaliser>(hub).Normalise(Assert.Single(page.Items)).Items));
        var attachment = await One<IAttachmentSource>(hub).FetchAsync("cc158", Assert.Single(report.Attachments), Token);
        var wrong = await One<IAttachmentSource>(hub).FetchAsync("cc158", report.Attachments[0] with { Sha256 = new string('0', 64) }, Token);
        var pushed = await One<IStatusSink>(hub).PushAsync(Status(ticket), Token);
        desk.Simulator.Dial.Settings = new FaultSettings(LostAnswer: 1);
        var lost = await One<IStatusSink>(hub).PushAsync(Status(ticket) with { OperationId = Guid.CreateVersion7(Desk.Morning) }, Token);

        Assert.True(report.Sensitivity.Anonymous);
        Assert.Equal(picture, Assert.IsType<AttachmentResult.Content>(attachment).Bytes.ToArray());
        Assert.IsType<AttachmentResult.Hurt>(wrong);
        Assert.IsType<SyncResult.Delivered>(pushed);
        Assert.IsType<SyncResult.Unknown>(lost);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(picture)), report.Attachments[0].Sha256);
        string[] secrets = ["Sari", "81200000158", desk.Simulator.Settings.AccessToken, "Retak di tengah"];
        Assert.All(hub.Logs.Lines, line => Assert.DoesNotContain(secrets, secret => line.Text.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_token_is_fetched_once_and_again_when_it_ends_early()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = desk.Add();
        await using var hub = await StartAsync(desk.Simulator, OAuth(desk.Simulator, desk.Simulator.Settings.ClientSecret));

        Assert.Null(await One<IChannelProbe>(hub).ProbeAsync(Token));
        Assert.IsType<PollResult.Page>(await One<IPolledChannel>(hub).FetchAsync(null, Token));
        Assert.Equal(1, desk.Simulator.TokensGranted);

        desk.Simulator.RevokeTokens();

        Assert.IsType<SyncResult.Delivered>(await One<IStatusSink>(hub).PushAsync(Status(ticket), Token));
        Assert.Equal(2, desk.Simulator.TokensGranted);
        Assert.DoesNotContain(hub.Logs.Lines, line => line.Text.Contains(desk.Simulator.Settings.ClientSecret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_credential_is_told_and_nothing_is_sent()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = desk.Add();
        await using var oauth = await StartAsync(desk.Simulator, OAuth(desk.Simulator, "salah"));
        await using var wrongToken = await StartAsync(desk.Simulator, new() { ["AccessToken"] = "salah" });

        foreach (var hub in (Hub158[])[oauth, wrongToken])
        {
            Assert.Contains("refuses our credential", await One<IChannelProbe>(hub).ProbeAsync(Token), StringComparison.Ordinal);
            Assert.IsType<PollResult.Unavailable>(await One<IPolledChannel>(hub).FetchAsync(null, Token));
            Assert.True(Assert.IsType<SyncResult.Unavailable>(await One<IStatusSink>(hub).PushAsync(Status(ticket), Token)).WholeChannel);
        }

        Assert.Empty(desk.Simulator.Statuses);
    }

    [Fact]
    public async Task A_channel_that_is_gone_is_told_by_the_probe()
    {
        var desk = await Desk.StartAsync();
        await using var hub = await StartAsync(desk.Simulator, OAuth(desk.Simulator, "x"));
        await desk.DisposeAsync();

        Assert.NotNull(await One<IChannelProbe>(hub).ProbeAsync(Token));
        Assert.IsType<SyncResult.Unavailable>(await One<IStatusSink>(hub).PushAsync(Status(new Ticket { TicketNo = "158-1", Version = 1, CreatedAt = Desk.Morning, UpdatedAt = Desk.Morning }), Token));
    }

    private static T One<T>(Hub158 hub)
        where T : notnull => hub.Services.GetRequiredService<T>();

    // The pipeline waits between attempts, so here time runs.
    private static Task<Hub158> StartAsync(ContactCenter158Simulator simulator, Dictionary<string, string?> credential) =>
        Hub158.StartAsync(TimeProvider.System, new(credential) { ["BaseAddress"] = simulator.Address.AbsoluteUri.TrimEnd('/') });

    private static Dictionary<string, string?> OAuth(ContactCenter158Simulator simulator, string secret) => new()
    {
        ["TokenAddress"] = simulator.TokenAddress.AbsoluteUri,
        ["ClientId"] = simulator.Settings.ClientId,
        ["ClientSecret"] = secret,
    };

    private static ContactCenter158Options Read(string changes)
    {
        Dictionary<string, string?> settings = new() { ["BaseAddress"] = "https://cc158.example/api", ["AccessToken"] = "contoh-token" };
        foreach (var change in changes.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            settings[change.Split('=')[0]] = change.Split('=', 2)[1];
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"{ContactCenter158Options.Section}:{one.Key}", one.Value)))
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(new StoppedClock(Desk.Morning))
            .AddLogging()
            .AddContactCenter158(configuration)
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<ContactCenter158Options>>().Value;
    }

    private static OutboundStatus Status(Ticket ticket) =>
        new(Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e"), "LP-2026-000123", "cc158", ticket.TicketNo, ReportState.InProgress, Desk.Morning) { PublicNote = "Tim survei turun." };
}
