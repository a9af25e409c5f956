using System.Data.Common;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Integration.Tests.Plans;

/// <summary>On PostgreSQL a write puts off what it need not wait for; nobody may notice.</summary>
public sealed class RoundTripTests(RealServers servers) : IAsyncLifetime
{
    private static readonly SetStatement Asking = new("SELECT value FROM counters WHERE name = ANY ($1)", "");

    private FilledStore store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => store = await FilledStore.StartAsync(await servers.NewDatabaseAsync(Token), Token);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Whatever_is_asked_in_a_write_sees_what_the_write_did_before()
    {
        var hub = store.Get<HubStore>();
        await hub.WriteAsync(
            async (write, token) =>
            {
                await write.Db.InsertAsync([Counter("satu", 1)], token);
                Assert.NotEmpty(write.Db.PutOff!);
                Assert.Equal([1], await write.Db.Set<Counter>().Where(row => row.Name == "satu").Select(row => row.Value).ToListAsync(token));

                await write.Db.InsertAsync([Counter("dua", 2)], token);
                Assert.Equal([2], await AskAsync(write.Db, "dua", token));

                await write.Db.InsertAsync([Counter("tiga", 3)], token);
                Assert.Equal("empat", Assert.Single(await write.Db.InsertNewAsync([Counter("tiga", 3), Counter("empat", 4)], token)).Name);

                await write.Db.InsertAsync([Counter("lima", 5)], token);
                Assert.Equal(1, await write.Db.Set<Counter>().Where(row => row.Name == "lima").ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, 50), token));

                // Put off until the commit.
                await write.Db.InsertAsync([Counter("enam", 6)], token);
            },
            Token);

        Assert.Equal([1L, 2, 3, 4, 50, 6], await hub.ReadAsync(async (db, token) => new[] { "satu", "dua", "tiga", "empat", "lima", "enam" }
            .Select(name => db.Set<Counter>().Single(row => row.Name == name).Value).ToList(), Token));
    }

    [Fact]
    public async Task A_write_that_fails_at_its_end_leaves_nothing_behind_in_the_store_or_for_the_next_write()
    {
        var hub = store.Get<HubStore>();
        await hub.WriteAsync((write, token) => write.Db.InsertAsync([Counter("ada", 1)], token), Token);

        await Assert.ThrowsAnyAsync<DbException>(() => hub.WriteAsync((write, token) => write.Db.InsertAsync([Counter("baru", 1), Counter("ada", 2)], token), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.WriteAsync<bool>(
            async (write, token) =>
            {
                await write.Db.InsertAsync([Counter("gagal", 1)], token);
                throw new InvalidOperationException("a bug");
            },
            Token));
        await hub.WriteAsync((write, token) => write.Db.InsertAsync([Counter("sesudah", 1)], token), Token);

        var kept = await hub.ReadAsync((db, token) => db.Set<Counter>().Where(row => row.Name == "ada" || row.Name == "baru" || row.Name == "gagal" || row.Name == "sesudah")
            .OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(token), Token);
        Assert.Equal(["ada", "sesudah"], kept);
    }

    [Fact]
    public async Task A_commit_is_not_reached_behind_a_statement_that_fails_and_what_was_asked_before_it_goes_with_it()
    {
        var hub = store.Get<HubStore>();
        await hub.WriteAsync((write, token) => write.Db.InsertAsync([Counter("ada", 1)], token), Token);
        await Assert.ThrowsAnyAsync<DbException>(() => hub.WriteAsync(
            async (write, token) =>
            {
                Assert.Single(await write.Db.InsertNewAsync([Counter("ditanya", 1)], token));
                await write.Db.InsertAsync([Counter("ada", 2)], token);
                await write.Db.InsertAsync([Counter("di belakang", 3)], token);
            },
            Token));
        for (var round = 0; round < 4; round++)
        {
            // As often as it takes the driver to prepare the statements, the commit among them.
            await hub.WriteAsync((write, token) => write.Db.InsertAsync([Counter($"sesudah-{round}", round)], token), Token);
        }

        var kept = await hub.ReadAsync((db, token) => db.Set<Counter>().Where(row => row.Name == "ditanya" || row.Name == "di belakang" || row.Name.StartsWith("sesudah-")).CountAsync(token), Token);
        Assert.Equal(4, kept);
    }

    [Fact]
    public async Task A_change_that_is_counted_counts_itself_alone()
    {
        var change = new SetStatement("UPDATE counters SET value = 9 WHERE name = ANY ($1)", "");
        Assert.Equal(2, await store.Get<HubStore>().WriteAsync(
            async (write, token) =>
            {
                await write.Db.InsertAsync([Counter("a", 1), Counter("b", 1), Counter("c", 1)], token);
                return await write.Db.CountAsync(change, [new[] { "a", "b" }], token);
            },
            Token));
    }

    [Fact]
    public async Task Plans_are_kept_for_statements_by_key_alone_and_within_a_write_alone()
    {
        var byKey = new SetStatement("SELECT current_setting('plan_cache_mode') || ' ' || current_setting('enable_seqscan') FROM unnest($1::text[])", "");
        var due = byKey with { IsByKey = false };
        List<string> heard = [];
        var hub = store.Get<HubStore>();
        await hub.WriteAsync(
            async (write, token) =>
            {
                await SettingsAsync(write.Db, due, token);
                await SettingsAsync(write.Db, byKey, token);
                await SettingsAsync(write.Db, due, token);
                await write.Db.InsertAsync([Counter("a", 1)], token);
                heard.AddRange(await write.Db.Database.SqlQueryRaw<string>("SELECT current_setting('plan_cache_mode') AS \"Value\"").ToListAsync(token));
                await SettingsAsync(write.Db, byKey, token);
            },
            Token);
        await hub.ReadAsync((db, token) => SettingsAsync(db, byKey, token), Token);

        Assert.Equal(["force_custom_plan on", "force_generic_plan off", "force_custom_plan on", "force_custom_plan", "force_generic_plan off", "force_custom_plan on"], heard);

        async Task<int> SettingsAsync(HubDbContext db, SetStatement statement, CancellationToken token)
        {
            heard.AddRange(await db.AskAsync((statement, [new[] { "satu" }]), static row => row.GetString(0), token));
            return heard.Count;
        }
    }

    private static Task<List<long>> AskAsync(HubDbContext db, string name, CancellationToken cancellationToken) =>
        db.AskAsync((Asking, [new[] { name }]), static row => row.GetInt64(0), cancellationToken);

    private static Counter Counter(string name, long value) => new() { Name = name, Value = value };
}
