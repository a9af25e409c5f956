using System.Text.Json;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators.ContactCenter158;
using Hub.Testing;
using Microsoft.Extensions.Logging;
using Polly.Timeout;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158StatusSinkTests
{
    internal static readonly Guid Operation = Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ReportState.Received, "new")]
    [InlineData(ReportState.Assigned, "assigned")]
    [InlineData(ReportState.InProgress, "in_progress")]
    [InlineData(ReportState.WaitingReporter, "waiting_citizen")]
    [InlineData(ReportState.Postponed, "waiting_third_party")]
    [InlineData(ReportState.Answered, "resolved")]
    [InlineData(ReportState.NotOurs, "rejected")]
    [InlineData(ReportState.Archived, "rejected")]
    [InlineData(ReportState.Closed, "closed")]
    public async Task Each_state_it_shows_arrives_as_the_channels_word(ReportState state, string word)
    {
        await using var desk = await Desk.StartAsync();
        var ticket = desk.Add();

        var result = await desk.Sink.PushAsync(Status(ticket, state), Token);

        Assert.Equal(new SyncResult.Delivered(Operation.ToString(), "2"), result);
        Assert.Contains(state, desk.Sink.Capabilities.Shows);
        Assert.Equal(word, Assert.Single(desk.Simulator.Tickets).Status);
        var received = Assert.Single(desk.Simulator.Statuses);
        Assert.Equal((Operation.ToString(), "LP-2026-000123", "BBPJN-DKI", "Tim survei turun 21 Agustus."), (received.UpdateId, received.HubNumber, received.UnitCode, received.PublicNote));
    }

    [Fact]
    public void It_shows_what_its_table_knows_and_nothing_else()
    {
        using var http = new CannedHttp();

        Assert.Equal(ContactCenter158StatusMap.ToChannel.Keys.Order(), Sink(http).Capabilities.Shows);
        Assert.False(Sink(http).Capabilities.NeedsReporter);
    }

    [Fact]
    public async Task A_state_without_a_word_and_an_answer_without_a_text_are_rejected_unsent()
    {
        using var http = new CannedHttp();
        var sink = Sink(http);

        Assert.Equal("state_not_shown", Assert.IsType<SyncResult.Rejected>(await sink.PushAsync(Status("158-1", ReportState.Triage), Token)).Code);
        Assert.Equal("note_missing", Assert.IsType<SyncResult.Rejected>(await sink.PushAsync(Status("158-1", ReportState.Answered) with { PublicNote = " " }, Token)).Code);
        Assert.Empty(http.Calls);
    }

    [Fact]
    public async Task The_update_carries_key_version_note_and_addressee()
    {
        HttpRequestMessage? seen = null;
        string? body = null;
        using var http = new CannedHttp(request =>
        {
            seen = request;
            body = new StreamReader(request.Content!.ReadAsStream(Token)).ReadToEnd();
            return CannedHttp.Answer(200, """{"ticket_no":"158 1","version":5}""")(request);
        });

        await Sink(http).PushAsync(Status("158 1", ReportState.NotOurs) with { ExternalVersion = "4", Addressee = "Kementerian Perhubungan" }, Token);

        Assert.Equal(["POST /api/v1/tickets/158%201/status-updates"], http.Calls);
        Assert.Equal([Operation.ToString()], seen!.Headers.GetValues("Idempotency-Key"));
        Assert.Equal(["\"4\""], seen.Headers.GetValues("If-Match"));
        using var json = JsonDocument.Parse(body!);
        Assert.Equal("Tim survei turun 21 Agustus. Instansi yang disarankan: Kementerian Perhubungan.", json.RootElement.GetProperty("status_reason").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("internal_note").ValueKind);
        Assert.Equal("2026-08-20T10:15:00+07:00", json.RootElement.GetProperty("occurred_at").GetString());
        Assert.Equal("""[{"system":"hub","id":"LP-2026-000123"}]""", json.RootElement.GetProperty("external_refs").GetRawText());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sha256-abcd")] // our stand-in where the channel keeps no version
    public async Task Without_a_version_of_theirs_the_write_is_unconditional(string? version)
    {
        using var http = new CannedHttp(request =>
        {
            Assert.Empty(request.Headers.IfMatch);
            return CannedHttp.Answer(200, """{"version":5}""")(request);
        });

        Assert.IsType<SyncResult.Delivered>(await Sink(http).PushAsync(Status("158-1") with { ExternalVersion = version }, Token));
    }

    [Theory]
    [InlineData(200, """{"version":5}""", "Delivered")]
    [InlineData(201, """{"version":5}""", "Delivered")]
    [InlineData(200, "<title>Galat</title>", "Unknown")] // a page that says 200 proves nothing
    [InlineData(200, "{}", "Unknown")]
    [InlineData(302, "", "Unavailable channel")]
    [InlineData(400, "{}", "Rejected http_400")]
    [InlineData(401, "{}", "Unavailable channel")]
    [InlineData(403, "{}", "Unavailable channel")]
    [InlineData(404, "{}", "Rejected unknown_ticket")]
    [InlineData(408, "", "Unknown")]
    [InlineData(409, "{}", "Rejected key_reused")]
    [InlineData(422, """{"code":"illegal_transition"}""", "Rejected illegal_transition")]
    [InlineData(422, """{"code":"Bapak Contoh 0812"}""", "Rejected http_422")] // not a code
    [InlineData(429, "{}", "Unavailable channel")]
    [InlineData(500, "{}", "Unknown")]
    [InlineData(502, "", "Unknown")]
    [InlineData(503, "", "Unavailable channel")]
    [InlineData(504, "", "Unknown")]
    public async Task Each_answer_has_its_meaning(int status, string body, string meaning)
    {
        using var http = new CannedHttp(CannedHttp.Answer(status, body));

        Assert.Equal(meaning, Meaning(await Sink(http).PushAsync(Status("158-1"), Token)));
    }

    public static TheoryData<Exception, string> Faults => new()
    {
        { new HttpRequestException(HttpRequestError.ConnectionError), "Unavailable channel" },
        { new HttpRequestException(HttpRequestError.NameResolutionError), "Unavailable channel" },
        { new HttpRequestException(HttpRequestError.ResponseEnded), "Unknown" },
        { new IOException("cut"), "Unknown" },
        { new TimeoutRejectedException(), "Unknown" },
        { new TaskCanceledException(), "Unknown" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_has_its_meaning(Exception fault, string meaning)
    {
        using var http = new CannedHttp(CannedHttp.Fault(fault));

        Assert.Equal(meaning, Meaning(await Sink(http).PushAsync(Status("158-1"), Token)));
    }

    [Fact]
    public async Task A_bug_is_thrown_and_not_judged()
    {
        using var http = new CannedHttp(CannedHttp.Fault(new InvalidOperationException()));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Sink(http).PushAsync(Status("158-1"), Token));
    }

    [Fact]
    public async Task An_agent_who_was_quicker_costs_one_more_attempt_under_the_same_key()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = desk.Add();
        desk.Simulator.Edit(ticket.TicketNo, current => current with { Priority = "high" });

        var result = await desk.Sink.PushAsync(Status(ticket) with { ExternalVersion = "1" }, Token);

        Assert.Equal(new SyncResult.Delivered(Operation.ToString(), "3"), result);
        Assert.Equal(Operation.ToString(), Assert.Single(desk.Simulator.Statuses).UpdateId);
    }

    [Fact]
    public async Task A_ticket_that_an_agent_closed_meanwhile_is_decided_again_later()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = desk.Add();
        desk.Simulator.Close(ticket.TicketNo);

        var raced = await desk.Sink.PushAsync(Status(ticket) with { ExternalVersion = "1" }, Token);
        var known = await desk.Sink.PushAsync(Status(ticket) with { ExternalVersion = "2" }, Token);

        Assert.Equal("Unavailable", Meaning(raced));
        Assert.Equal("Rejected illegal_transition", Meaning(known));
        Assert.Empty(desk.Simulator.Statuses);
    }

    [Fact]
    public async Task A_ticket_that_moves_twice_is_left_for_later()
    {
        using var http = new CannedHttp(
            CannedHttp.Answer(412, "{}"), CannedHttp.Answer(200, """{"events":[]}"""), CannedHttp.Answer(200, """{"version":5,"status":"new"}"""), CannedHttp.Answer(412, "{}"));

        Assert.Equal("Unavailable", Meaning(await Sink(http).PushAsync(Status("158-1") with { ExternalVersion = "4" }, Token)));
    }

    [Fact]
    public async Task A_version_that_our_own_lost_update_moved_is_not_written_again()
    {
        using var http = new CannedHttp(
            CannedHttp.Answer(412, "{}"), CannedHttp.Answer(200, $$"""{"events":[{"update_id":"{{Operation}}","version":5}]}"""));

        Assert.Equal(new SyncResult.Delivered(Operation.ToString(), "5"), await Sink(http).PushAsync(Status("158-1") with { ExternalVersion = "4" }, Token));
    }

    [Fact]
    public async Task Another_body_under_the_same_operation_is_a_broken_promise()
    {
        await using var desk = await Desk.StartAsync();
        var status = Status(desk.Add());
        await desk.Sink.PushAsync(status, Token);

        var result = await desk.Sink.PushAsync(status with { PublicNote = "Catatan lain." }, Token);

        Assert.Equal("Rejected key_reused", Meaning(result));
        Assert.Contains(desk.Logs.Lines, line => line.Level is LogLevel.Error && line.Text.Contains("LP-2026-000123", StringComparison.Ordinal));
    }

    private static string Meaning(SyncResult result) => result switch
    {
        SyncResult.Rejected rejected => $"Rejected {rejected.Code}",
        SyncResult.Unavailable { WholeChannel: true } => "Unavailable channel",
        _ => result.GetType().Name,
    };

    internal static ContactCenter158StatusSink Sink(CannedHttp http) =>
        new(new ContactCenter158Client(http.Client()), new StoppedClock(Desk.Morning), new CapturedLogs().For<ContactCenter158StatusSink>());

    internal static OutboundStatus Status(Ticket ticket, ReportState state = ReportState.InProgress) => Status(ticket.TicketNo, state);

    internal static OutboundStatus Status(string ticketNo, ReportState state = ReportState.InProgress) =>
        new(Operation, "LP-2026-000123", "cc158", ticketNo, state, Desk.Morning)
        {
            PublicNote = "Tim survei turun 21 Agustus.",
            UnitCode = "BBPJN-DKI",
            UnitName = "Balai Besar Pelaksanaan Jalan Nasional",
        };
}
