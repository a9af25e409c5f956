using Hub.Router.Operations;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;
using Hub.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Integration.Tests.Hub;

/// <summary>Circuit, rate, leases and seals on PostgreSQL with two hubs at once (P6, PEERS 3.17, 3.18, 3.21).</summary>
public sealed class StatusSyncTests(RealServers servers) : IAsyncLifetime
{
    private Scene scene = null!;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);

    public ValueTask DisposeAsync() => scene?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Two_hubs_tell_a_backlog_once_each_in_order_through_one_circuit_and_the_seals_hold()
    {
        var verbs = scene.Write(FreePort.Next(), null);
        await scene.StartHubAsync(null, Token);
        await scene.StartHubAsync(null, Token);
        Assert.Equal(0, (await VerbAsync(verbs, "sync", "open", "whatsapp", "--reason", "Uji.", "--by", "sari")).Code);
        for (var number = 0; number < 30; number++)
        {
            await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen($"62813770{number:D5}", "Warga Uji"), Scene.Toll);
        }

        await Eventually.TrueAsync("the backlog stands", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM status_ledger WHERE outcome = 'Pending'", Token) >= 60, Token, Patience);
        Assert.Empty(scene.WhatsApp.Ledger.Received);

        Assert.Equal(0, (await VerbAsync(verbs, "sync", "close", "whatsapp", "--reason", "Selesai.", "--by", "sari")).Code);
        await Eventually.TrueAsync("all is told", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM status_ledger WHERE outcome <> 'Delivered'", Token) == 0, Token, Patience);

        Assert.Empty(scene.WhatsApp.Ledger.Repeats);
        var committed = await scene.ListAsync("SELECT id::text FROM status_ledger ORDER BY report_id, sequence", Token);
        Assert.Equal(committed.Count, scene.WhatsApp.Ledger.Received.Count);
        Assert.True(await scene.ScalarAsync<long>("SELECT count(*) FROM sync_budgets WHERE name LIKE 'whatsapp/%'", Token) >= 30);
        Assert.All(
            scene.WhatsApp.Ledger.Received.GroupBy(message => message.To),
            citizen => Assert.Equal(citizen.OrderBy(message => committed.ToList().FindIndex(id => Same(id, message.OperationId))).Select(message => message.Wamid), citizen.Select(message => message.Wamid)));

        await SealAsync(verbs);
        Assert.True(await scene.ScalarAsync<long>("SELECT count(*) FROM timeline line JOIN audit_leaves leaf ON leaf.id = line.leaf WHERE leaf.seal IS NOT NULL", Token) > 0);
        Assert.Equal(0, (await VerbAsync(verbs, "audit", "verify")).Code);
        await scene.ScalarAsync<long>("WITH changed AS (UPDATE timeline SET text = text || '.' WHERE id = (SELECT line.id FROM timeline line JOIN audit_leaves leaf ON leaf.id = line.leaf WHERE leaf.seal IS NOT NULL LIMIT 1) RETURNING 1) SELECT count(*) FROM changed", Token);
        var broken = await VerbAsync(verbs, "audit", "verify");
        Assert.Equal(1, broken.Code);
        Assert.Matches("Seal [0-9]+ is broken", broken.Complaint);
    }

    /// <summary>What the hubs do once a minute.</summary>
    private static async Task SealAsync(string configuration)
    {
        await using var tools = HubHost.BuildTools(HubSettings.Read(configuration));
        await tools.Services.GetRequiredService<AuditSealing>().RunAsync(Token);
    }

    /// <summary>The channel holds the operation id in its own spelling.</summary>
    private static bool Same(string id, string? operation) =>
        operation is not null && operation.Replace("-", "", StringComparison.Ordinal).Contains(id.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static Task<HubVerb> VerbAsync(string configuration, params string[] words) => HubProcess.RunAsync([.. words, "--config", configuration], Token);
}
