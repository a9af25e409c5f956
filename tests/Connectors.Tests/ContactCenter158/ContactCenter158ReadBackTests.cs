using Hub.Contracts.Channels;
using Hub.Simulators;
using static Hub.Connectors.Tests.ContactCenter158.ContactCenter158StatusSinkTests;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158ReadBackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_answer_is_unknown_then_found_and_a_repeat_changes_nothing()
    {
        await using var desk = await Desk.StartAsync();
        var status = Status(desk.Add()) with { ExternalVersion = "1" };
        desk.Simulator.Dial.Settings = new FaultSettings(LostAnswer: 1);

        var lost = await desk.Sink.PushAsync(status, Token);
        desk.Simulator.Dial.Settings = FaultSettings.None;
        var found = await desk.Sink.ReadBackAsync(status, Token);
        var repeated = await desk.Sink.PushAsync(status, Token);

        Assert.IsType<SyncResult.Unknown>(lost);
        Assert.Equal(new ReadBackResult.Found(Operation.ToString(), "2"), found);
        Assert.Equal(new SyncResult.Delivered(Operation.ToString(), "2"), repeated);
        Assert.Empty(desk.Simulator.Doubles);
        Assert.Equal([false, true], desk.Simulator.Statuses.Select(one => one.IsReplay));
        Assert.Equal(2, Assert.Single(desk.Simulator.Tickets).Version);
    }

    [Fact]
    public async Task What_never_arrived_is_absent()
    {
        await using var desk = await Desk.StartAsync();

        Assert.IsType<ReadBackResult.Absent>(await desk.Sink.ReadBackAsync(Status(desk.Add()), Token));
        Assert.IsType<ReadBackResult.Absent>(await desk.Sink.ReadBackAsync(Status("158-2026-999999"), Token));
    }

    [Theory]
    [InlineData(200, "<title>Galat</title>")]
    [InlineData(200, "{}")] // no list proves no absence
    [InlineData(200, "[]")]
    [InlineData(401, "{}")]
    [InlineData(500, "{}")]
    [InlineData(429, "{}")]
    public async Task What_is_not_a_list_of_events_settles_nothing(int status, string body)
    {
        using var http = new CannedHttp(CannedHttp.Answer(status, body));

        Assert.IsType<ReadBackResult.Unavailable>(await Sink(http).ReadBackAsync(Status("158-1"), Token));
    }
}
