using Hub.Contracts.Channels;
using Hub.Integration.Tests.Plans;
using Hub.Router;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Integration.Tests.Hub;

/// <summary>Two transactions bring the same report of the same new person: the second waits at the key until the first is done, whatever its end.</summary>
public sealed class HeldKeysTests(RealServers servers)
{
    private static readonly DateTimeOffset Then = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newer_version_that_waits_for_the_older_one_is_one_report_with_it_or_instead_of_it(bool firstIsSaved)
    {
        await using var store = await FilledStore.StartAsync(await servers.NewDatabaseAsync(Token), Token);
        var (holds, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = store.Get<HubStore>().WriteAsync(
            async (write, token) =>
            {
                await store.Get<InboundWriter>().SaveAsync(write, [Body(store, "1", "Jalan rusak")], token);
                holds.TrySetResult();
                await goOn.Task;
            },
            Token);
        await await Task.WhenAny(first, holds.Task);

        var second = store.Get<InboundWriter>().SaveAsync([Body(store, "2", "Jalan rusak parah")], Token);
        while (!await WaitsAsync(store))
        {
            Assert.False(second.IsCompleted, "The second transaction did not wait for the first.");
            await Task.Delay(20, Token);
        }

        _ = firstIsSaved ? goOn.TrySetResult() : goOn.TrySetException(new InvalidOperationException("The first transaction fails."));
        Assert.Equal(firstIsSaved, await Record.ExceptionAsync(() => first) is null);
        await second.WaitAsync(Token);

        var report = Assert.Single(await store.Get<HubStore>().ReadAsync((db, token) => db.Set<Report>().AsNoTracking().Where(row => row.ExternalId == "k-1").ToListAsync(token), Token));
        Assert.Equal(("2", "Jalan rusak parah"), (report.ContentVersion, report.Text));
        var people = await store.Get<HubStore>().ReadAsync((db, token) => db.Set<VaultReporter>().AsNoTracking().Where(row => row.Channel == "kanal").ToListAsync(token), Token);
        Assert.Equal(report.ReporterRef, Assert.Single(people).Ref);
    }

    private static async Task<bool> WaitsAsync(FilledStore store) =>
        (await store.PlanAsync("SELECT 'waits' FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", [], Token)).Count > 0;

    private static ReadBody Body(FilledStore store, string version, string text)
    {
        var id = store.Get<HubIds>().Next();
        var item = new InboundReport("$", "k-1", Then)
        {
            Text = text,
            ContentVersion = version,
            Reporter = new ReporterIdentity { ChannelIdentities = [new ChannelIdentity("account", "budi")] },
        };
        return new ReadBody(id, new RawItem("kanal", "main", id.ToByteArray(), Then), new NormalisedBody([item], []));
    }
}
