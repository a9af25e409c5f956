using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators;
using Hub.Simulators.WhatsApp;
using Hub.Testing;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>The sink against the simulator, over HTTP.</summary>
public sealed class WhatsAppStatusSinkTests : IAsyncLifetime
{
    private const string Phone = "6281100000001";
    private static readonly DateTimeOffset Now = new(2026, 8, 20, 3, 0, 0, TimeSpan.Zero);
    private static readonly Guid Operation = Guid.Parse("0198c3c2-0000-7000-8000-000000000001");

    private readonly StoppedClock clock = new(Now);
    private WhatsAppSimulator simulator = null!;
    private WhatsAppHub hub = null!;

    public async ValueTask InitializeAsync()
    {
        simulator = await WhatsAppSimulator.StartAsync(new WhatsAppSimulatorSettings { Clock = clock }, TestContext.Current.CancellationToken);
        hub = await WhatsAppHub.StartAsync(WhatsAppHub.SettingsFor(simulator), clock);
        await simulator.SendTextAsync(new WhatsAppCitizen(Phone, "Warga"), "Jalan rusak");
    }

    [Fact]
    public async Task Inside_the_window_the_citizen_reads_a_free_text_under_the_own_message()
    {
        var result = await PushAsync(Status(ReportState.Assigned));

        var message = Assert.Single(simulator.Ledger.Received);
        Assert.Equal(new SyncResult.Delivered(WhatsAppIds.Of(WhatsAppHub.Number, message.Wamid)), result);
        Assert.Equal(("text", Phone, "hub:0198c3c2-0000-7000-8000-000000000001", "wamid.asal"), (message.Kind, message.To, message.OperationId, message.AnswersTo));
        Assert.Equal("Laporan Anda nomor LP-2026-000123 telah diteruskan kepada Direktorat Jenderal Contoh.\n\nMohon menunggu.", message.Text);
    }

    [Theory]
    [InlineData("-23:49:00", "text")]
    [InlineData("-23:51:00", "template")]
    [InlineData(null, "template")]
    public async Task The_window_ends_ten_minutes_early(string? heard, string kind)
    {
        var status = Status(ReportState.InProgress) with { LastHeardAt = heard is null ? null : Now + TimeSpan.Parse(heard, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.IsType<SyncResult.Delivered>(await PushAsync(status));
        Assert.Equal(kind, Assert.Single(simulator.Ledger.Received).Kind);
    }

    [Fact]
    public async Task When_Meta_says_the_window_is_shut_a_template_goes_instead()
    {
        var stranger = Status(ReportState.Closed) with { Reporter = Citizen("wa_phone", "+6281100000077") };

        Assert.IsType<SyncResult.Delivered>(await PushAsync(stranger));
        Assert.Equal("laporan_selesai: LP-2026-000123 | selesai | Mohon menunggu.", Assert.Single(simulator.Ledger.Received).Text);
    }

    [Fact]
    public async Task A_template_has_no_empty_and_no_broken_parameter()
    {
        var status = Status(ReportState.NotOurs) with { LastHeardAt = null, PublicNote = " \n\t ", Addressee = "Dinas\n\tContoh      Kota" };

        Assert.IsType<SyncResult.Delivered>(await PushAsync(status));
        Assert.Equal(
            "laporan_diteruskan: LP-2026-000123 | bukan kewenangan kami; silakan sampaikan kepada Dinas Contoh Kota | Tidak ada keterangan tambahan.",
            Assert.Single(simulator.Ledger.Received).Text);
    }

    [Fact]
    public async Task Every_state_that_is_shown_can_be_told_both_ways()
    {
        Assert.Equal(
            [ReportState.Received, ReportState.Assigned, ReportState.InProgress, ReportState.WaitingReporter, ReportState.Answered, ReportState.Closed, ReportState.NotOurs, ReportState.Postponed, ReportState.Archived],
            hub.Sink.Capabilities.Shows);

        foreach (var state in hub.Sink.Capabilities.Shows)
        {
            Assert.IsType<SyncResult.Delivered>(await PushAsync(Status(state)));
            Assert.IsType<SyncResult.Delivered>(await PushAsync(Status(state) with { LastHeardAt = null }));
        }

        Assert.Equal(18, simulator.Ledger.Received.Select(message => message.Text).Distinct().Count());
        Assert.All(simulator.Ledger.Received, message => Assert.Contains("LP-2026-000123", message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_longest_note_fits_with_half_characters_kept_whole()
    {
        var note = string.Concat(Enumerable.Repeat("😡", hub.Sink.Capabilities.LongestNote));

        Assert.IsType<SyncResult.Delivered>(await PushAsync(Status(ReportState.Answered) with { PublicNote = note, UnitName = new string('U', 900) }));
        Assert.IsType<SyncResult.Delivered>(await PushAsync(Status(ReportState.Answered) with { PublicNote = note, LastHeardAt = null }));
        Assert.All(simulator.Ledger.Received, message => Assert.DoesNotContain('\uFFFD', message.Text));
    }

    [Fact]
    public async Task A_citizen_without_a_number_is_reached_by_the_user_id()
    {
        await simulator.SendTextAsync(new WhatsAppCitizen(null, "Warga", "ID.2081978709342942"), "Banjir");

        Assert.IsType<SyncResult.Delivered>(await PushAsync(Status(ReportState.Received) with { Reporter = Citizen("wa_bsuid", "ID.2081978709342942") }));
        Assert.Equal("ID.2081978709342942", Assert.Single(simulator.Ledger.Received).To);
    }

    [Fact]
    public async Task What_cannot_be_told_is_rejected_without_a_call()
    {
        Assert.Equal("no_address", Assert.IsType<SyncResult.Rejected>(await PushAsync(Status(ReportState.Received) with { Reporter = null })).Code);
        Assert.Equal("not_shown", Assert.IsType<SyncResult.Rejected>(await PushAsync(Status(ReportState.Merged))).Code);
        Assert.Equal("foreign_account", Assert.IsType<SyncResult.Rejected>(await PushAsync(Status(ReportState.Received) with { Account = "999" })).Code);
        Assert.Empty(simulator.Ledger.Received);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_though_the_citizen_has_the_message()
    {
        simulator.Faults.Settings = new FaultSettings(LostAnswer: 1);

        Assert.IsType<SyncResult.Unknown>(await PushAsync(Status(ReportState.Received)));
        Assert.Single(simulator.Ledger.Received);
        Assert.IsType<ReadBackResult.CannotTell>(await hub.Sink.ReadBackAsync(Status(ReportState.Received), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_unknown()
    {
        simulator.Faults.Settings = new FaultSettings(Delay: 1, LongestDelay: TimeSpan.FromDays(1));
        var push = PushAsync(Status(ReportState.Received));

        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.IsType<SyncResult.Unknown>(await push);
    }

    [Fact]
    public async Task A_channel_that_cannot_be_reached_is_unavailable_and_not_rejected()
    {
        await simulator.DisposeAsync();

        Assert.True(Assert.IsType<SyncResult.Unavailable>(await PushAsync(Status(ReportState.Received))).WholeChannel);
    }

    [Fact]
    public async Task Trouble_never_repeats_a_message_and_never_rejects_it()
    {
        simulator.Faults.Settings = new FaultSettings(Error: 0.5, LostAnswer: 0.2);
        for (var round = 0; round < 40; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var operation = Guid.CreateVersion7(clock.GetUtcNow());
            var result = await PushAsync(Status(ReportState.InProgress) with { OperationId = operation });

            Assert.IsNotType<SyncResult.Rejected>(result);
            var arrived = simulator.Ledger.Received.Count(message => message.OperationId == $"hub:{operation}");
            Assert.True(result is SyncResult.Delivered ? arrived is 1 : result is SyncResult.Unavailable ? arrived is 0 : arrived <= 1);
        }

        Assert.Empty(simulator.Ledger.Repeats);
        Assert.True(simulator.Faults.Counts["error"] > 0 && simulator.Faults.Counts["lost_answer"] > 0);
    }

    [Theory]
    [InlineData(190, "Unavailable", true)]
    [InlineData(130429, "Unavailable", true)]
    [InlineData(131056, "Unavailable", false)]
    [InlineData(131026, "Rejected wa_131026", false)]
    [InlineData(132001, "Rejected wa_132001", false)]
    [InlineData(424242, "Rejected wa_424242", false)]
    public async Task A_code_of_Meta_decides_and_not_the_http_status(int code, string outcome, bool wholeChannel)
    {
        simulator.RefuseNext(code);

        var result = await PushAsync(Status(ReportState.Received));

        Assert.Equal(outcome, result is SyncResult.Rejected rejected ? $"Rejected {rejected.Code}" : result.GetType().Name);
        Assert.Equal(wholeChannel, result is SyncResult.Unavailable { WholeChannel: true });
    }

    [Fact]
    public async Task A_template_that_is_refused_for_the_window_is_not_sent_again()
    {
        simulator.RefuseNext(131047);
        simulator.RefuseNext(131047);

        Assert.Equal("wa_131047", Assert.IsType<SyncResult.Rejected>(await PushAsync(Status(ReportState.Received))).Code);
        Assert.Empty(simulator.Ledger.Received);
    }

    [Fact]
    public async Task No_secret_and_no_person_is_in_the_log()
    {
        simulator.HubWebhook = hub.Webhook;
        await PushAsync(Status(ReportState.Received));
        simulator.RefuseNext(131026);
        await PushAsync(Status(ReportState.Received));

        // What was sent before the hub had an address waits for its next try, by a clock that only the test moves.
        var delivered = simulator.DeliveredAsync(TestContext.Current.CancellationToken);
        while (!delivered.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await delivered;
        var log = string.Join('\n', hub.Log.Lines);
        Assert.NotEmpty(log);
        Assert.All(
            [Phone, "Warga", "Jalan rusak", "wamid.", simulator.Settings.AccessToken, simulator.Settings.AppSecret, simulator.Settings.VerifyToken],
            canary => Assert.DoesNotContain(canary, log, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await simulator.DisposeAsync();
    }

    private Task<SyncResult> PushAsync(OutboundStatus status) => hub.Sink.PushAsync(status, TestContext.Current.CancellationToken);

    private static ReporterIdentity Citizen(string kind, string value) => new() { ChannelIdentities = [new ChannelIdentity(kind, value)] };

    private static OutboundStatus Status(ReportState state) => new(Operation, "LP-2026-000123", WhatsAppHub.Number, "wa-1", state, Now)
    {
        PublicNote = "Mohon menunggu.",
        UnitName = "Direktorat Jenderal Contoh",
        Addressee = "Dinas Contoh",
        LastHeardAt = Now - TimeSpan.FromHours(1),
        Reporter = new ReporterIdentity { Phone = "+" + Phone, ReplyTo = "wamid.asal" },
    };
}
