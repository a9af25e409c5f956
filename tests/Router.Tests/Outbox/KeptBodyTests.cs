using System.Net.Mime;
using Hub.Contracts.Reports;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Router.Tests.Outbox;

/// <summary>What a unit is told is written once: the outbox has it from the events.</summary>
public class KeptBodyTests
{
    private static readonly (string, string)[] ByQueue = [("Units:Default", "Queue")];
    private static readonly string UnitQueue = HubQueues.UnitInbox(RigKnowledge.Water);

    [Fact]
    public async Task An_event_is_written_once_and_leaves_from_memory_as_it_was_made()
    {
        await using var rig = await RouterRig.StartLiveAsync(ByQueue);
        await rig.RunBusAsync();
        var kept = await AssignedAsync(rig);
        var row = Assert.Single(await rig.AllAsync<OutboxMessage>(), message => message.Queue == UnitQueue);
        Assert.Equal((kept.Id, "", BusMessages.InUnitEvents), (row.Id, row.Body, row.ContentType));
        Assert.Contains(UnitPosts.AssignedType, kept.Body, StringComparison.Ordinal);

        // Nobody reads the table for what is in memory.
        await rig.SqlAsync($"UPDATE unit_events SET body = 'another'");
        await rig.RunAsync<OutboxDispatcher>();

        await ArrivesAsync(rig, kept);
        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Count == 0, "the table is empty");
    }

    [Fact]
    public async Task What_memory_lost_leaves_from_the_events_in_another_process()
    {
        await using var rig = await RouterRig.StartLiveAsync(ByQueue);
        var kept = await AssignedAsync(rig);
        await rig.SqlAsync($"UPDATE outbox SET next_at = created_at");

        await using var next = rig.AnotherProcess(ByQueue);
        var bus = next.GetRequiredService<IBusControl>();
        bus.ConnectReceiveObserver(rig.Arrivals);
        await bus.StartAsync(TestContext.Current.CancellationToken);
        var dispatcher = next.GetServices<IHostedService>().OfType<OutboxDispatcher>().Single();
        await dispatcher.StartAsync(default);

        await ArrivesAsync(rig, kept);
        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Count == 0, "the table is empty");
        await dispatcher.StopAsync(default);
        await bus.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_event_and_its_message_are_saved_together_or_not_at_all()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await rig.ReadAsync(Items.Report("r-1", Flood));
        var before = (await rig.AllAsync<OutboxMessage>()).Count;
        await ForgetAsync(rig);
        rig.Faults.AtCommit = new IOException("the disk is gone");

        Assert.NotNull(await Record.ExceptionAsync(() => RouteAsync(rig)));

        rig.Faults.AtCommit = null;
        Assert.Equal((0, before), ((await rig.AllAsync<UnitEvent>()).Count, (await rig.AllAsync<OutboxMessage>()).Count));
        Assert.False(rig.Get<OutboxQueue>().Reader.TryPeek(out _));
        await RouteAsync(rig);
        Assert.Equal(Assert.Single(await rig.AllAsync<UnitEvent>()).Id, Assert.Single(await rig.AllAsync<OutboxMessage>(), row => row.IsBodyElsewhere).Id);
    }

    [Fact]
    public async Task A_parked_message_finds_its_body_when_a_person_resumes_it_though_its_report_has_ended()
    {
        await using var rig = await RouterRig.StartLiveAsync(ByQueue);
        await rig.RunBusAsync();
        rig.Queues.Fault = queue => queue == UnitQueue ? new InvalidOperationException("no such queue") : null;
        var kept = await AssignedAsync(rig);
        await ForgetAsync(rig);
        await rig.SqlAsync($"DELETE FROM outbox WHERE id <> {kept.Id}");
        await rig.SqlAsync($"UPDATE outbox SET next_at = created_at, refusals = {OutboxSettlement.MostRefusals - 1}");
        await rig.RunAsync<OutboxDispatcher>();
        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Any(row => row.ParkedAt is not null), "the message is parked");

        await EndAsync(rig);
        Assert.Equal(0, await rig.Get<UnitRedrive>().TidyAsync(default));
        rig.Queues.Fault = _ => null;
        Assert.Equal(1, await rig.Get<OutboxDesk>().RetryAsync([], ("petugas", "antrean dipulihkan"), default));

        await ArrivesAsync(rig, kept);
        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).TrueForAll(row => row.Id != kept.Id), "it has left");
        Assert.Equal(1, await rig.Get<UnitRedrive>().TidyAsync(default));
    }

    [Fact]
    public async Task An_event_stays_while_its_message_waits_whatever_became_of_the_report()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        var kept = await AssignedAsync(rig);
        await EndAsync(rig);

        Assert.Equal(0, await rig.Get<UnitRedrive>().TidyAsync(default));
        Assert.Equal(kept, Assert.Single(await rig.AllAsync<UnitEvent>()));

        await rig.SqlAsync($"DELETE FROM outbox");
        Assert.Equal(1, await rig.Get<UnitRedrive>().TidyAsync(default));
    }

    [Fact]
    public async Task A_message_whose_event_is_gone_is_never_sent_empty_and_says_why()
    {
        await using var rig = await RouterRig.StartLiveAsync(ByQueue);
        await rig.RunBusAsync();
        await AssignedAsync(rig);
        await ForgetAsync(rig);
        await rig.SqlAsync($"DELETE FROM unit_events");
        await rig.SqlAsync($"DELETE FROM outbox WHERE content_type <> {BusMessages.InUnitEvents}");
        await rig.SqlAsync($"UPDATE outbox SET next_at = created_at");

        await rig.RunAsync<OutboxDispatcher>();

        await Eventually.True(async () => (await rig.AllAsync<OutboxMessage>()).Any(row => row.Attempts > 0), "it is tried");
        var row = Assert.Single(await rig.AllAsync<OutboxMessage>());
        Assert.Contains("no longer kept", row.Fault, StringComparison.Ordinal);
        Assert.Equal(1, row.Refusals);
        Assert.Empty(rig.Arrivals.All);
        Assert.Empty(rig.Queues.Asked);
    }

    [Fact]
    public async Task Rows_of_before_have_their_bodies_and_a_step_back_gives_all_others_theirs()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        var kept = await AssignedAsync(rig);
        var old = rig.Get<BusMessages>().UnitEvent(RigKnowledge.Water, rig.Get<HubIds>().Next(), "of before", (rig.Get<HubIds>().Next(), 1));
        await rig.WriteAsync((write, token) => write.Db.InsertAsync<OutboxMessage>([old], token));
        await rig.SqlAsync($"DELETE FROM outbox WHERE queue <> {UnitQueue}");
        rig.Clock.Advance(OutboxSweep.Young);
        (Guid, string, string)[] whole = [(kept.Id, kept.Body, BusMessages.CloudEventsJson), (old.Id, old.Body, BusMessages.CloudEventsJson)];

        Assert.Equal(whole, (await rig.Get<OutboxSweep>().FindAsync(default)).OrderBy(row => row.Id).Select(row => (row.Id, row.Body, row.ContentType)));

        await rig.Get<HubStore>().ReadAsync(
            async (db, token) =>
            {
                await db.Database.MigrateAsync("PayloadStatistics", token);
                return true;
            },
            default);
        Assert.Equal(whole, (await rig.AllAsync<OutboxMessage>()).OrderBy(row => row.Id).Select(row => (row.Id, row.Body, row.ContentType)));
    }

    /// <summary>Whoever does not know the word fails while it makes the message's header, before anything leaves.</summary>
    [Fact]
    public void What_stands_for_the_content_type_is_none() => Assert.Throws<FormatException>(() => new ContentType(BusMessages.InUnitEvents));

    private const string Flood = "Air sungai meluap ke rumah";

    private static async Task<UnitEvent> AssignedAsync(RouterRig rig)
    {
        await rig.ReadAsync(Items.Report("r-1", Flood));
        await RouteAsync(rig);
        return Assert.Single(await rig.AllAsync<UnitEvent>());
    }

    private static async Task RouteAsync(RouterRig rig) => await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);

    private static async Task EndAsync(RouterRig rig)
    {
        await rig.ReadAsync(Items.Status("s-1", "r-1", "ditutup", ReportState.Closed, rig.Time.GetUtcNow()));
        Assert.Equal(ReportState.Closed, (await rig.ReportAsync("r-1")).State);
    }

    /// <summary>What a kill takes.</summary>
    private static async Task ForgetAsync(RouterRig rig)
    {
        var memory = rig.Get<OutboxQueue>().Reader;
        while (memory.TryRead(out _))
        {
            await Task.Yield();
        }
    }

    private static async Task ArrivesAsync(RouterRig rig, UnitEvent kept)
    {
        await Eventually.True(() => rig.Arrivals.At(UnitQueue).Any(), "the event arrives");
        Assert.Equal((kept.Id, kept.Body), rig.Arrivals.At(UnitQueue).Select(arrival => (arrival.MessageId!.Value, arrival.Body)).First());
    }
}
