using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using MassTransit;

namespace Hub.Router.Tests.Outbox;

public class OutboxDispatcherTests
{
    private static readonly string UnitQueue = HubQueues.UnitInbox(RigKnowledge.Water);

    [Fact]
    public async Task A_message_and_the_row_it_speaks_of_are_saved_together_or_not_at_all()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Faults.AtCommit = new IOException("the disk is gone");

        await Assert.ThrowsAsync<IOException>(() => rig.ReadAsync(Items.Report("r-1")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.WriteAsync((write, _) =>
        {
            write.Send(Message(rig, rig.Get<HubIds>().Next(), 1));
            throw new InvalidOperationException("a bug");
        }));

        rig.Faults.AtCommit = null;
        Assert.Empty(await rig.AllAsync<OutboxMessage>());
        Assert.False(rig.Get<OutboxQueue>().Reader.TryPeek(out _));

        await rig.ReadAsync(Items.Report("r-1"));
        Assert.Equal(2, (await rig.AllAsync<OutboxMessage>()).Count);
    }

    [Fact]
    public async Task Sent_messages_arrive_as_they_were_saved_and_leave_the_table()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        await rig.RunAsync<OutboxDispatcher>();
        var message = Message(rig, rig.Get<HubIds>().Next(), 1);

        await SendAsync(rig, message);

        await Eventually.True(() => rig.Arrivals.At(UnitQueue).Any(), "the message arrives");
        Assert.Equal((message.Id, message.Body), rig.Arrivals.At(UnitQueue).Select(arrival => (arrival.MessageId!.Value, arrival.Body)).Single());
        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Count == 0, "the table is empty");
    }

    [Fact]
    public async Task What_was_sent_meanwhile_does_not_leave_again_from_memory()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        var (sent, next) = (Message(rig, rig.Get<HubIds>().Next(), 2), Message(rig, rig.Get<HubIds>().Next(), 2));
        await SendAsync(rig, sent);
        await rig.Get<OutboxSettlement>().SaveAsync([sent.Id], [], default);

        await SendAsync(rig, next);
        await rig.RunAsync<OutboxDispatcher>();

        await Eventually.True(() => rig.Arrivals.At(UnitQueue).Any(), "the other one arrives");
        Assert.Equal(next.Id, Assert.Single(rig.Arrivals.At(UnitQueue)).MessageId);
    }

    [Fact]
    public async Task Messages_of_one_report_leave_in_order_and_reports_do_not_wait_for_each_other()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        var reports = Enumerable.Range(0, 20).Select(_ => rig.Get<HubIds>().Next()).ToList();
        foreach (var version in Enumerable.Range(1, 10))
        {
            await SendAsync(rig, [.. reports.Select(report => Message(rig, report, version))]);
        }

        await rig.RunAsync<OutboxDispatcher>();

        await Eventually.True(() => rig.Arrivals.All.Count == 200, "all arrive");
        Assert.All(rig.Arrivals.All.Select(arrival => arrival.Body.Split(' ')).GroupBy(parts => parts[0]), report =>
            Assert.Equal(Enumerable.Range(1, 10), report.Select(parts => int.Parse(parts[1], null))));
    }

    [Fact]
    public async Task A_message_that_fails_holds_back_its_own_report_alone_and_nothing_overtakes_it()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        rig.Queues.Fault = queue => queue == "unit.GONE.inbox" ? new InvalidOperationException("no such queue") : null;
        await rig.RunAsync<OutboxDispatcher>();
        var (bad, good) = (rig.Get<HubIds>().Next(), rig.Get<HubIds>().Next());

        await SendAsync(rig, Message(rig, bad, 1) with { Queue = "unit.GONE.inbox" });
        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Any(row => row.Attempts > 0), "the first try fails");
        await SendAsync(rig, Message(rig, bad, 2), Message(rig, good, 1));
        await Eventually.True(() => rig.Arrivals.At(UnitQueue).Any(), "the other report's message arrives");

        Assert.Equal($"{good} 1", Assert.Single(rig.Arrivals.At(UnitQueue)).Body);
        Assert.Contains("no such queue", (await rig.AllAsync<OutboxMessage>()).MinBy(row => row.Sequence)!.Fault, StringComparison.Ordinal);

        // The blockage ends while the second message waits in the table alone; a third must not overtake it.
        await rig.SqlAsync($"UPDATE outbox SET queue = {UnitQueue}, next_at = created_at WHERE attempts > 0");
        await Eventually.True(() => rig.Arrivals.All.Any(arrival => arrival.Body == $"{bad} 1"), "the first message arrives");
        await SendAsync(rig, Message(rig, bad, 3));

        await Eventually.True(() => rig.Arrivals.All.Count(arrival => arrival.Body.StartsWith(bad.ToString(), StringComparison.Ordinal)) == 3, "all of the report arrive");
        Assert.Equal([$"{bad} 1", $"{bad} 2", $"{bad} 3"], rig.Arrivals.All.Where(arrival => arrival.Body.StartsWith(bad.ToString(), StringComparison.Ordinal)).Select(arrival => arrival.Body));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_broker_is_gone_nothing_is_lost_and_afterwards_each_leaves_under_its_own_id(bool silent)
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        rig.Queues.Fault = _ => silent ? new TimeoutException("no answer") : new ConnectionException("the broker is gone");
        await rig.RunAsync<OutboxDispatcher>();
        var messages = Enumerable.Range(0, 100).Select(_ => Message(rig, rig.Get<HubIds>().Next(), 1)).ToArray();

        await SendAsync(rig, messages);
        await Eventually.True(() => rig.Logs.Lines.Any(line => line.Contains("The broker does not take messages", StringComparison.Ordinal)), "the fault is met");
        Assert.Equal(100, (await rig.AllAsync<OutboxMessage>()).Count);
        rig.Queues.Fault = _ => null;

        await Eventually.True(() => rig.Arrivals.All.Select(arrival => arrival.MessageId).Distinct().Count() == 100, "all arrive");
        Assert.Equal(messages.Select(message => (Guid?)message.Id).Order(), rig.Arrivals.All.Select(arrival => arrival.MessageId).Distinct().Order());
        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Count == 0, "the table is empty");
    }

    [Fact]
    public async Task A_start_sends_what_memory_lost_and_nothing_new_overtakes_it()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        var report = rig.Get<HubIds>().Next();
        await rig.WriteAsync((write, token) => write.Db.InsertAsync<OutboxMessage>([Message(rig, report, 1)], token));

        await rig.RunAsync<OutboxDispatcher>();
        await SendAsync(rig, Message(rig, report, 2));

        await Eventually.True(() => rig.Arrivals.At(UnitQueue).Count() == 2, "both arrive");
        Assert.Equal([$"{report} 1", $"{report} 2"], rig.Arrivals.At(UnitQueue).Select(arrival => arrival.Body));
    }

    [Fact]
    public async Task A_stop_between_sending_and_striking_off_leaves_nothing_for_the_next_life_to_send_again()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunBusAsync();
        var settling = new TaskCompletionSource();
        rig.Faults.DuringCommit = token => !rig.Queues.Asked.IsEmpty && settling.TrySetResult() ? new TaskCompletionSource().Task.WaitAsync(token) : Task.CompletedTask;
        await rig.RunAsync<OutboxDispatcher>();

        await SendAsync(rig, Message(rig, rig.Get<HubIds>().Next(), 1));
        await settling.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await rig.StopAsync<OutboxDispatcher>();

        Assert.Empty(await rig.AllAsync<OutboxMessage>());
    }

    private static Task SendAsync(RouterRig rig, params OutboxMessage[] messages) => rig.WriteAsync((write, _) =>
    {
        Array.ForEach(messages, write.Send);
        return Task.CompletedTask;
    });

    private static OutboxMessage Message(RouterRig rig, Guid report, long version) =>
        rig.Get<BusMessages>().UnitEvent(RigKnowledge.Water, rig.Get<HubIds>().Next(), $"{report} {version}", (report, version));
}
