using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using MassTransit;

namespace Hub.Router.Tests.Outbox;

public class OutboxParkingTests
{
    private static readonly string UnitQueue = HubQueues.UnitInbox(RigKnowledge.Water);

    [Fact]
    public async Task A_message_that_is_refused_again_and_again_is_parked_with_its_report_and_a_person_resumes_it_in_order()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        rig.Queues.Fault = queue => queue == "unit.GONE.inbox" ? new InvalidOperationException("no such queue") : null;
        await rig.RunAsync<OutboxDispatcher>();
        var (bad, good) = (rig.Get<HubIds>().Next(), rig.Get<HubIds>().Next());
        await SendAsync(rig, Message(rig, bad, 1) with { Queue = "unit.GONE.inbox", Refusals = OutboxSettlement.MostRefusals - 1 }, Message(rig, bad, 2), Message(rig, good, 1));

        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Any(row => row.ParkedAt is not null), "the message is parked");
        await Eventually.True(() => rig.Arrivals.All.Any(arrival => arrival.Body == $"{good} 1"), "the other report goes on");
        var asked = rig.Queues.Asked.Count(queue => queue == "unit.GONE.inbox");
        rig.Queues.Fault = _ => null;
        await rig.SqlAsync($"UPDATE outbox SET next_at = created_at");
        await SendAsync(rig, Message(rig, good, 2));
        await Eventually.True(() => rig.Arrivals.All.Any(arrival => arrival.Body == $"{good} 2"), "the other report still goes on");

        Assert.Equal(asked, rig.Queues.Asked.Count(queue => queue == "unit.GONE.inbox"));
        Assert.DoesNotContain(rig.Arrivals.All, arrival => arrival.Body.StartsWith(bad.ToString(), StringComparison.Ordinal));
        var parked = Assert.Single(await rig.Get<OutboxDesk>().ListAsync(10, default));
        Assert.Equal((bad, 1), (parked.Report, parked.Behind));
        Assert.Contains("no such queue", parked.Fault, StringComparison.Ordinal);
        Assert.Equal(1, (await rig.Get<HubPulse>().ReadAsync(default)).OutboxParked);

        await rig.SqlAsync($"UPDATE outbox SET queue = {UnitQueue} WHERE parked_at IS NOT NULL");
        Assert.Equal(1, await rig.Get<OutboxDesk>().RetryAsync([parked.Id], ("petugas", "antrean dipulihkan"), default));
        await Eventually.True(() => rig.Arrivals.All.Count(arrival => arrival.Body.StartsWith(bad.ToString(), StringComparison.Ordinal)) == 2, "the parked report goes on");
        Assert.Equal([$"{bad} 1", $"{bad} 2"], rig.Arrivals.All.Where(arrival => arrival.Body.StartsWith(bad.ToString(), StringComparison.Ordinal)).Select(arrival => arrival.Body));
        Assert.Equal("outbox.retry", Assert.Single(await rig.AllAsync<OperatorAct>()).Verb);
    }

    [Fact]
    public async Task A_broker_that_is_gone_parks_nothing_however_long_and_is_asked_with_one_message()
    {
        await using var rig = await RouterRig.StartAsync();
        var message = Message(rig, rig.Get<HubIds>().Next(), 1) with { Refusals = OutboxSettlement.MostRefusals - 1 };
        await SendAsync(rig, message);
        foreach (var fault in new Exception[] { new TimeoutException(), new ConnectionException("gone"), new OperationCanceledException() })
        {
            await rig.Get<OutboxSettlement>().SaveAsync([], [((await rig.AllAsync<OutboxMessage>()).Single(), fault)], default);
        }

        var row = Assert.Single(await rig.AllAsync<OutboxMessage>());
        Assert.Equal((3, OutboxSettlement.MostRefusals - 1, (DateTimeOffset?)null), (row.Attempts, row.Refusals, row.ParkedAt));
        await rig.Get<OutboxSettlement>().SaveAsync([], [(row, new InvalidOperationException("refused"))], default);
        Assert.NotNull(Assert.Single(await rig.AllAsync<OutboxMessage>()).ParkedAt);
    }

    [Fact]
    public async Task The_pace_says_since_when_nothing_leaves_and_forgets_it_with_the_first_that_does()
    {
        await using var rig = await RouterRig.StartAsync();
        var pace = rig.Get<OutboxPace>();
        rig.Queues.Fault = _ => new ConnectionException("gone");
        await Assert.ThrowsAsync<ConnectionException>(() => rig.Get<OutboxSender>().SendAsync(Message(rig, rig.Get<HubIds>().Next(), 1), default));
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<ConnectionException>(() => rig.Get<OutboxSender>().SendAsync(Message(rig, rig.Get<HubIds>().Next(), 1), default));
        Assert.Equal(RouterRig.Start, pace.StalledSince);

        // What one queue refuses says nothing about the bus.
        rig.Queues.Fault = _ => new InvalidOperationException("no such queue");
        pace.Left();
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Get<OutboxSender>().SendAsync(Message(rig, rig.Get<HubIds>().Next(), 1), default));
        Assert.Null(pace.StalledSince);
    }

    private static Task SendAsync(RouterRig rig, params OutboxMessage[] messages) => rig.WriteAsync((write, _) =>
    {
        Array.ForEach(messages, write.Send);
        return Task.CompletedTask;
    });

    private static OutboxMessage Message(RouterRig rig, Guid report, long version) =>
        rig.Get<BusMessages>().UnitEvent(RigKnowledge.Water, rig.Get<HubIds>().Next(), $"{report} {version}", (report, version));
}
