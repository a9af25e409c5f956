using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Simulators.ContactCenter158;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>A person compares 158 with a running hub of the production shape.</summary>
public sealed class ReconciliationTests(RealServers servers) : IAsyncLifetime
{
    private const string Road = "Jalan tol Cipularang berlubang besar di KM 92 arah Bandung.";

    private Scene scene = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);
        scene.Settings["Reconciliation"] = new JsonObject { ["Scheduled"] = false, ["LateAfter"] = "00:00:00", ["ProofAfter"] = "00:00:00", ["CallPause"] = "00:00:00" };
        await scene.StartHubAsync(null, Token);
    }

    public async ValueTask DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task What_stands_behind_the_feed_is_found_repaired_and_settled_and_a_deletion_is_left_to_a_person()
    {
        var (kept, deleted) = (Add(), Add());
        await CountAsync(Calm, atLeast: 2);

        // The feed goes in order: who is behind them has seen the hub pass everything that it says of these two.
        var last = Add();
        await CountAsync($"{Calm} AND r.external_id = '{last}'", atLeast: 1);
        var hidden = scene.ContactCenter.AddBehindTheFeed(new TicketDraft("Banjir", Road)).TicketNo;
        scene.ContactCenter.EditBehindTheFeed(kept, ticket => ticket with { Version = ticket.Version + 1, Description = "Lubang kini selebar lajur." });
        scene.ContactCenter.DeleteBehindTheFeed(deleted);

        var first = await ReconcileAsync("--repair");
        Assert.True((first.Code, Run(first, "repaired")) is (1, 2), first.Output);
        await CountAsync($"SELECT count(*) FROM reports WHERE external_id = '{hidden}' OR (external_id = '{kept}' AND text LIKE 'Lubang kini%')", atLeast: 2);
        await CountAsync($"{Calm} AND r.external_id = '{hidden}'", atLeast: 1);

        var second = await ReconcileAsync("--repair");
        Assert.Equal(2, Run(second, "settled"));
        var finding = Assert.Single(JsonElement.Parse(second.Output).GetProperty("findings").EnumerateArray());
        Assert.Equal((deleted, "MissingThere"), (finding.GetProperty("externalId").GetString()!, finding.GetProperty("class").GetString()!));
        await CountAsync("SELECT count(*) FROM status_sightings WHERE seen_at IS NOT NULL", atLeast: 2);
        await CountAsync("SELECT count(*) FROM operator_acts WHERE verb = 'reconcile.repair' AND by = 'uji'", atLeast: 2);
        Assert.Empty(scene.ContactCenter.Doubles);

        Assert.Equal(0, (await VerbAsync("reconcile", "accept", deleted, "--reason", "Diketahui.", "--by", "uji")).Code);
        Assert.Equal(0, (await ReconcileAsync()).Code);
    }

    /// <summary>Given to a unit, told, and the echo polled: the channel has nothing that the hub does not hold.</summary>
    private const string Calm =
        "SELECT count(*) FROM reports r JOIN status_ledger l ON l.report_id = r.id "
        + "WHERE l.outcome = 'Delivered' AND l.state IN ('Assigned', 'NotOurs') AND l.external_version = r.content_version";

    private string Add() => scene.ContactCenter.AddTicket(new TicketDraft("Jalan berlubang", Road)).TicketNo;

    private Task CountAsync(string sql, long atLeast) =>
        Eventually.TrueAsync(sql, async () => await scene.ScalarAsync<long>(sql, Token) >= atLeast, Token);

    private Task<HubVerb> ReconcileAsync(params string[] more) => VerbAsync(["reconcile", "--channel", "cc158", "--format", "json", "--by", "uji", .. more]);

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", scene.Write(FreePort.Next(), null)], Token);

    private static int Run(HubVerb verb, string figure) => JsonElement.Parse(verb.Output).GetProperty("runs")[0].GetProperty(figure).GetInt32();
}
