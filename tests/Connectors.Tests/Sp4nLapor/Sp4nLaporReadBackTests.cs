using System.Net;
using Hub.Contracts.Channels;
using Hub.Simulators;
using Hub.Testing;
using Microsoft.AspNetCore.Http;

namespace Hub.Connectors.Tests.Sp4nLapor;

/// <summary>How an unknown outcome and a conflict are settled from LAPOR!'s log.</summary>
public class Sp4nLaporReadBackTests
{
    private const string Operation = "0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e";

    [Fact]
    public async Task A_conflict_without_our_entry_is_a_refusal()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();
        hub.Desk.CloseByAdmin(id);

        Assert.Equal("illegal_state", Assert.IsType<SyncResult.Rejected>(await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(id), Token)).Code);
        Assert.Equal(409, Assert.Single(hub.Desk.Writes).Answer);
    }

    [Fact]
    public async Task A_conflict_with_our_entry_in_the_log_is_delivered()
    {
        var log = $$"""{"items":[{"id":"5","at":"2026-08-17T10:00:00+07:00","role":"agency","note":"x","operation_id":"hub:{{Operation}}"}]}""";
        var (sink, _) = Sp4nLaporStatusSinkTests.Canned(request => request.Method == HttpMethod.Get ? Canned.Json(HttpStatusCode.OK, log) : Canned.Json(HttpStatusCode.Conflict, "{}"));

        Assert.Equal("followup:5", Assert.IsType<SyncResult.Delivered>(await sink.PushAsync(Sp4nLaporStatusSinkTests.Status("9170001"), Token)).ExternalReference);
    }

    [Fact]
    public async Task A_conflict_whose_log_cannot_be_read_is_unknown()
    {
        var (sink, _) = Sp4nLaporStatusSinkTests.Canned(request => Canned.Json(request.Method == HttpMethod.Get ? HttpStatusCode.InternalServerError : HttpStatusCode.Conflict, "{}"));

        Assert.IsType<SyncResult.Unknown>(await sink.PushAsync(Sp4nLaporStatusSinkTests.Status("9170001"), Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_is_unknown_and_reading_back_finds_it(bool keepsOperationIds)
    {
        var faults = new FaultDial(1, new StoppedClock(Sp4nLaporDouble.Start));
        await using var hub = await Sp4nLaporDouble.StartAsync(setup => setup with { Faults = faults, KeepsOperationIds = keepsOperationIds });
        var id = hub.Add();

        faults.Settings = new FaultSettings(LostAnswer: 1);
        var pushed = await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(id), Token);
        faults.Settings = FaultSettings.None;
        var found = await hub.Sink().ReadBackAsync(Sp4nLaporStatusSinkTests.Status(id), Token);

        Assert.IsType<SyncResult.Unknown>(pushed);
        Assert.IsType<ReadBackResult.Found>(found);
        Assert.Single(hub.Desk.Writes);
    }

    [Fact]
    public async Task A_receipt_cut_on_the_wire_is_unknown_and_reading_back_finds_it()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();
        hub.Lapor.Cuts = request => HttpMethods.IsPost(request.Method);

        Assert.IsType<SyncResult.Unknown>(await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(id), Token));
        Assert.IsType<ReadBackResult.Found>(await hub.Sink().ReadBackAsync(Sp4nLaporStatusSinkTests.Status(id), Token));
    }

    [Fact]
    public async Task What_never_arrived_is_absent()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();
        hub.Desk.ReporterReplies(id, "Tim sudah turun.");

        Assert.IsType<ReadBackResult.Absent>(await hub.Sink().ReadBackAsync(Sp4nLaporStatusSinkTests.Status(id), Token));
    }

    [Theory]
    [InlineData("2026-08-17T09:30:00+07:00", null, false)] // older than the status
    [InlineData("2026-08-17T10:01:00+07:00", null, true)]
    [InlineData("2026-08-17T10:01:00+07:00", "hub:0198c1f0-0000-7c3a-9c1e-0f2a5b6c7d8e", false)] // another operation with the same words
    public async Task The_same_note_counts_only_since_the_status_and_without_another_operation(string at, string? operation, bool found)
    {
        var member = operation is null ? "" : $",\"operation_id\":\"{operation}\"";
        var (sink, _) = Sp4nLaporStatusSinkTests.Canned(HttpStatusCode.OK, $$"""[{"id":"5","at":"{{at}}","role":"agency","note":"Tim  sudah turun."{{member}}}]""");

        Assert.Equal(found, await sink.ReadBackAsync(Sp4nLaporStatusSinkTests.Status("9170001"), Token) is ReadBackResult.Found);
    }

    [Fact]
    public async Task A_channel_that_cannot_be_asked_settles_nothing()
    {
        var (sink, _) = Sp4nLaporStatusSinkTests.Canned(HttpStatusCode.BadGateway, "");

        Assert.IsType<ReadBackResult.Unavailable>(await sink.ReadBackAsync(Sp4nLaporStatusSinkTests.Status("9170001"), Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
