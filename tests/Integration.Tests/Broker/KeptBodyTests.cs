using Hub.Integration.Tests.Plans;
using Hub.Router;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Integration.Tests.Broker;

/// <summary>On both real engines a message finds the body that stands with its event, as long as it waits.</summary>
public sealed class KeptBodyTests(RealServers servers)
{
    private const string Body = """{"data":"Jalan berlubang – «dalam»"}""";
    private static readonly DateTimeOffset Then = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_waits_or_is_parked_keeps_its_event_and_leaves_with_its_body(bool onPostgres)
    {
        await using var store = await FilledStore.StartAsync(onPostgres ? await servers.NewDatabaseAsync(Token) : null, Token);
        var id = await WriteAsync(store);
        Assert.Equal(("", BusMessages.InUnitEvents), await HeldAsync(store, id));

        // Nothing speaks for the event but its message: there is no such report.
        await TidyAsync(store);
        await SweptAsync(store, id);
        await store.Get<HubStore>().WriteAsync((write, token) => write.Db.Set<OutboxMessage>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ParkedAt, Then), token), Token);
        Assert.DoesNotContain(await store.Get<OutboxSweep>().FindAsync(Token), message => message.Id == id);
        await TidyAsync(store);
        await store.Get<OutboxDesk>().RetryAsync([id], ("petugas", "dipulihkan"), Token);
        await SweptAsync(store, id);

        await store.Get<OutboxSettlement>().SaveAsync([id], [], Token);
        await TidyAsync(store);
        Assert.Equal(0, await EventsAsync(store, id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_step_back_gives_messages_that_wait_their_bodies(bool onPostgres)
    {
        await using var store = await FilledStore.StartAsync(onPostgres ? await servers.NewDatabaseAsync(Token) : null, Token);
        var id = await WriteAsync(store);

        await store.Get<HubStore>().ReadAsync(
            async (db, token) =>
            {
                await db.Database.MigrateAsync("PayloadStatistics", token);
                return true;
            },
            Token);

        Assert.Equal((Body, BusMessages.CloudEventsJson), await HeldAsync(store, id));
    }

    private static async Task<Guid> WriteAsync(FilledStore store)
    {
        var (id, report) = (store.Get<HubIds>().Next(), store.Get<HubIds>().Next());
        await store.Get<HubStore>().WriteAsync(
            async (write, token) =>
            {
                write.SendKept(store.Get<BusMessages>().UnitEvent("SDA-UJI", id, Body, (report, 1)) with { NextAt = Then });
                await write.Db.InsertAsync<UnitEvent>([new() { Id = id, ReportId = report, Unit = "SDA-UJI", Sequence = 1, Body = Body, CreatedAt = Then, SettlesAt = Then, NextAt = Then.AddYears(1000) }], token);
            },
            Token);
        return id;
    }

    /// <summary>As another process would find it.</summary>
    private static async Task SweptAsync(FilledStore store, Guid id)
    {
        Assert.Equal(1, await EventsAsync(store, id));
        var message = Assert.Single(await store.Get<OutboxSweep>().FindAsync(Token), message => message.Id == id);
        Assert.Equal((Body, BusMessages.CloudEventsJson), (message.Body, message.ContentType));
    }

    /// <summary>The whole table, and its beginning once more.</summary>
    private static async Task TidyAsync(FilledStore store)
    {
        for (var slice = 0; slice < 12; slice++)
        {
            await store.Get<UnitRedrive>().TidyAsync(Token);
        }
    }

    private static async Task<(string, string)> HeldAsync(FilledStore store, Guid id)
    {
        var row = await store.Get<HubStore>().ReadAsync((db, token) => db.Set<OutboxMessage>().AsNoTracking().SingleAsync(row => row.Id == id, token), Token);
        return (row.Body, row.ContentType);
    }

    private static Task<int> EventsAsync(FilledStore store, Guid id) =>
        store.Get<HubStore>().ReadAsync((db, token) => db.Set<UnitEvent>().CountAsync(row => row.Id == id, token), Token);
}
