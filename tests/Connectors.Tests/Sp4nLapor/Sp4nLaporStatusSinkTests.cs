using System.Net;
using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Testing;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporStatusSinkTests
{
    private static readonly Guid Operation = Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e");

    [Theory]
    [InlineData(ReportState.Assigned, "verify", false, "Balai Contoh", "Terverifikasi")]
    [InlineData(ReportState.InProgress, "followup", false, null, "Ditindaklanjuti oleh Instansi")]
    [InlineData(ReportState.WaitingReporter, "followup", false, null, "Ditindaklanjuti oleh Instansi")]
    [InlineData(ReportState.Answered, "followup", true, null, "Ditindaklanjuti oleh Instansi")]
    [InlineData(ReportState.Closed, "followup", true, null, "Ditindaklanjuti oleh Instansi")]
    [InlineData(ReportState.NotOurs, "not_authority", false, "Pemerintah Kota Contoh", "Bukan Kewenangan")]
    [InlineData(ReportState.Postponed, "postpone", false, "Balai Contoh", "Ditunda")]
    [InlineData(ReportState.Archived, "archive", false, "Balai Contoh", "Diarsipkan")]
    public async Task Each_state_becomes_its_step_at_lapor(ReportState state, string kind, bool done, string? addressee, string word)
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();

        var result = await hub.Sink().PushAsync(Status(id) with { State = state }, Token);

        Assert.IsType<SyncResult.Delivered>(result);
        var write = Assert.Single(hub.Desk.Writes);
        Assert.Equal((kind, done, addressee, "Tim sudah turun."), (write.Kind, write.Done, write.Addressee, write.Note));
        Assert.Equal($"hub:{Operation}", write.OperationId);
        Assert.Equal(word, Assert.Single(hub.Desk.Reports).Status);
        Assert.Contains(state, hub.Sink().Capabilities.Shows);
    }

    [Theory]
    [InlineData(ReportState.Received)]
    [InlineData(ReportState.Triage)]
    [InlineData(ReportState.Merged)]
    public async Task A_state_that_lapor_cannot_show_is_not_sent(ReportState state)
    {
        var (sink, channel) = Canned(HttpStatusCode.Created, """{"id":"1"}""");

        Assert.Equal("not_shown", Assert.IsType<SyncResult.Rejected>(await sink.PushAsync(Status("9170001") with { State = state }, Token)).Code);
        Assert.Empty(channel.Sent);
        Assert.DoesNotContain(state, sink.Capabilities.Shows);
    }

    [Theory]
    [InlineData(201, "application/json", """{"id":"77"}""", typeof(SyncResult.Delivered))]
    [InlineData(200, "application/json", """{"id":77}""", typeof(SyncResult.Delivered))]
    [InlineData(200, "text/html", "<!doctype html><title>Galat</title>", typeof(SyncResult.Unavailable))]
    [InlineData(200, "text/html", "\uFEFF\r\n <html>", typeof(SyncResult.Unavailable))]
    [InlineData(200, "text/html", "", typeof(SyncResult.Unknown))]
    [InlineData(200, "application/json", """{"id":"7""", typeof(SyncResult.Unknown))]
    [InlineData(200, "application/json", """{"ok":true}""", typeof(SyncResult.Unknown))]
    [InlineData(204, "application/json", "", typeof(SyncResult.Unknown))]
    [InlineData(302, "text/html", "", typeof(SyncResult.Unavailable))]
    [InlineData(400, "application/json", "{}", typeof(SyncResult.Rejected))]
    [InlineData(401, "application/json", "{}", typeof(SyncResult.Unavailable))]
    [InlineData(403, "application/json", "{}", typeof(SyncResult.Unavailable))]
    [InlineData(404, "application/json", "{}", typeof(SyncResult.Rejected))]
    [InlineData(408, "text/html", "", typeof(SyncResult.Unknown))]
    [InlineData(422, "application/json", "{}", typeof(SyncResult.Rejected))]
    [InlineData(429, "application/json", "{}", typeof(SyncResult.Unavailable))]
    [InlineData(500, "text/html", "", typeof(SyncResult.Unknown))]
    [InlineData(503, "text/html", "", typeof(SyncResult.Unavailable))]
    [InlineData(504, "text/html", "", typeof(SyncResult.Unknown))]
    public async Task Each_answer_has_one_meaning(int status, string type, string body, Type meaning)
    {
        var (sink, _) = Canned((HttpStatusCode)status, body, type);

        Assert.IsType(meaning, await sink.PushAsync(Status("9170001"), Token));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_credential_stops_the_whole_channel(int status)
    {
        var (sink, _) = Canned((HttpStatusCode)status, "{}");

        Assert.True(Assert.IsType<SyncResult.Unavailable>(await sink.PushAsync(Status("9170001"), Token)).WholeChannel);
    }

    [Theory]
    [InlineData("""{"errors":{"note":["Budi, 0811-0000-0001 terlalu panjang"],"Budi Santoso":["x"]}}""")]
    [InlineData("""{"errors":[{"field":"note","message":"Budi, 0811-0000-0001"},{"field":"Budi Santoso"}]}""")]
    public async Task Refused_fields_are_named_and_nothing_of_their_content(string body)
    {
        var (sink, _) = Canned(HttpStatusCode.UnprocessableEntity, body);

        var rejected = Assert.IsType<SyncResult.Rejected>(await sink.PushAsync(Status("9170001"), Token));

        Assert.Equal(("invalid", "LAPOR! refuses the fields note."), (rejected.Code, rejected.Reason));
    }

    [Fact]
    public async Task A_note_that_is_refused_in_earnest_names_its_field()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();

        var rejected = Assert.IsType<SyncResult.Rejected>(await hub.Sink().PushAsync(Status(hub.Add()) with { PublicNote = " " }, Token));

        Assert.Contains("note", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_report_takes_no_status()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();
        hub.Desk.Withdraw(id);

        Assert.Equal("not_found", Assert.IsType<SyncResult.Rejected>(await hub.Sink().PushAsync(Status(id), Token)).Code);
    }

    [Fact]
    public async Task A_time_out_is_unknown_and_a_refused_connection_is_not()
    {
        var (slow, _) = Canned(_ => throw new TaskCanceledException());
        var (away, _) = Canned(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));

        Assert.IsType<SyncResult.Unknown>(await slow.PushAsync(Status("9170001"), Token));
        Assert.IsType<SyncResult.Unavailable>(await away.PushAsync(Status("9170001"), Token));
    }

    [Fact]
    public async Task The_same_operation_sent_again_acts_once_and_is_seen_in_the_ledger()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();

        var first = await hub.Sink().PushAsync(Status(id), Token);
        var second = await hub.Sink().PushAsync(Status(id), Token);

        Assert.Equal(first, second);
        Assert.Equal([false, true], hub.Desk.Writes.Select(write => write.Repeat));
        Assert.Empty(hub.Desk.DoubleEffects);
        Assert.Single(hub.Desk.Reports[0].Log);
    }

    [Fact]
    public async Task Notes_travel_as_json_whatever_they_hold()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();

        await hub.Sink().PushAsync(Status(hub.Add()) with { PublicNote = "\"Selesai\" </script> 😡\n=1+1" }, Token);

        Assert.Equal("\"Selesai\" </script> 😡\n=1+1", Assert.Single(hub.Desk.Writes).Note);
    }

    internal static OutboundStatus Status(string externalId) =>
        new(Operation, "LP-2026-000001", "1042", externalId, ReportState.Answered, Sp4nLaporDouble.Start)
        {
            PublicNote = "Tim sudah turun.",
            UnitCode = "PU-BM",
            UnitName = "Balai Contoh",
            Addressee = "Pemerintah Kota Contoh",
        };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static (Sp4nLaporStatusSink Sink, Canned Channel) Canned(HttpStatusCode status, string body, string type = "application/json") =>
        Canned(_ => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) });

    internal static (Sp4nLaporStatusSink Sink, Canned Channel) Canned(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var clock = new StoppedClock(Sp4nLaporDouble.Start);
        var channel = new Canned(answer);
        var client = new Sp4nLaporClient(new HttpClient(channel) { BaseAddress = new Uri("https://lapor.contoh.test/") }, Sp4nLaporDouble.Settings());
        return (new Sp4nLaporStatusSink(client, new Sp4nLaporReader(client, clock), clock, new Lines<Sp4nLaporStatusSink>()), channel);
    }
}
