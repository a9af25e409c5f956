using System.Text;
using Hub.Router.Intake;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake.Quarantine;

public class BusRetryTests
{
    private static readonly byte[] Body = ArchiveBench.Bytes("{\"reportId\":1}");

    [Fact]
    public async Task A_message_goes_to_its_queue_again_once_however_many_retry_it()
    {
        await using var rig = await RouterRig.StartAsync();
        await PutAsideAsync(rig, Body);
        var entry = await rig.EntryAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default))));

        Assert.Equal(new RetryResult.Done(entry.Id, "sent"), Assert.Single(results.OfType<RetryResult.Done>()));
        var message = Assert.Single(await rig.AllAsync<OutboxMessage>());
        Assert.Equal((HubQueues.RouteReport, Encoding.UTF8.GetString(Body)), (message.Queue, message.Body));
    }

    [Fact]
    public async Task The_same_message_put_aside_twice_is_one_entry_and_one_that_fails_again_is_open_again()
    {
        await using var rig = await RouterRig.StartAsync();
        await PutAsideAsync(rig, Body);
        await PutAsideAsync(rig, Body);
        var entry = await rig.EntryAsync();
        await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default);
        Assert.NotNull((await rig.EntryAsync()).SettledAt);

        await PutAsideAsync(rig, Body, reason: "again");

        Assert.True(await rig.EntryAsync() is { SettledAt: null, Reason: "again", Attempts: 1 });
        await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default);
        Assert.Equal(2, (await rig.AllAsync<OutboxMessage>()).Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_edited_copy_is_sent_in_place_of_the_original_and_its_failure_opens_the_same_entry()
    {
        await using var rig = await RouterRig.StartAsync();
        await PutAsideAsync(rig, ArchiveBench.Bytes("{\"reportId\":"));
        var entry = await rig.EntryAsync();

        Assert.True(await rig.Desk().EditAsync(entry.Id, Body, ArchiveBench.By, default) is EditResult.Stored { Items: null, Unreadable.Count: 0 });
        await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default);
        var message = Assert.Single(await rig.AllAsync<OutboxMessage>());
        Assert.Equal(Encoding.UTF8.GetString(Body), message.Body);
        Assert.Equal(entry.Id, (await rig.AllAsync<RawBody>()).Single().EditOf);

        await rig.Get<BusQuarantine>().AddAsync(new PutAside(HubQueues.RouteReport, $"message {message.Id}", "failed", "again"), Body, default);
        Assert.Null((await rig.EntryAsync()).SettledAt);
    }

    [Theory]
    [InlineData("hub.dead", "{}", "a message without a queue of origin has nowhere to go")]
    [InlineData("somewhere", "{}", "a queue that is not the hub's")]
    [InlineData("hub.route-report", "\0", "what is not text")]
    public async Task What_cannot_be_sent_stays_open_with_the_reason(string queue, string body, string why)
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.Get<BusQuarantine>().AddAsync(new PutAside(queue, "message 1", "failed", "reason"), ArchiveBench.Bytes(body), default);
        var entry = await rig.EntryAsync();

        Assert.True(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default) is RetryResult.StillFails, why);
        Assert.True(await rig.EntryAsync() is { SettledAt: null, Attempts: 1 });
        Assert.Empty(await rig.AllAsync<OutboxMessage>());
    }

    private static Task PutAsideAsync(RouterRig rig, byte[] body, string reason = "reason") =>
        rig.Get<BusQuarantine>().AddAsync(new PutAside(HubQueues.RouteReport, $"message {rig.Get<HubIds>().Next()}", "failed", reason), body, default);
}
