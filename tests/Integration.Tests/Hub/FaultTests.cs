using System.Net;
using System.Text.Json;
using Hub.Simulators.Sp4nLapor;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>What is killed comes back, and nothing acknowledged is lost or doubled (P1, P2, P4, P11).</summary>
public sealed class FaultTests(RealServers servers) : IAsyncDisposable
{
    private OwnScene? own;
    private Scene scene = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresServer postgres => own!.Postgres;

    private RabbitMqServer rabbit => own!.RabbitMq;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? scene?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task With_the_broker_killed_webhooks_are_answered_and_everything_arrives_after_it_is_back()
    {
        await OnOwnServersAsync();
        var hub = await scene.StartHubAsync(null, Token);
        await SendAsync(0, 5);
        await scene.WhatsApp.DeliveredAsync(Token);
        var inbox = UnitDesk.Inbox((await RoutedAsync(hub, 5))[0].GetProperty("unit").GetString()!);

        // A queue of RabbitMQ 3.10 that saw no orderly stop yet may be forgotten by a kill: the unit's has to be there before.
        await using (var desk = await UnitDesk.OpenAsync(scene.Broker, Token))
        {
            await Eventually.TrueAsync("all in the inbox", async () => await desk.CountAsync(inbox, Token) >= 5, Token, TimeSpan.FromMinutes(1));
        }

        await rabbit.StopAsync(Token);
        await rabbit.RestartAsync(Token);
        await BrokerAsync(hub, "Healthy");
        await rabbit.KillAsync(Token);
        await BrokerAsync(hub, "Degraded");

        await SendAsync(5, 10);
        await scene.WhatsApp.DeliveredAsync(Token);
        Assert.All(scene.WhatsApp.Ledger.Deliveries, delivery => Assert.Equal(200, delivery.Status));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, "/health/ready"));

        // So long that the bus is in one of its longer pauses when the broker is back.
        await Task.Delay(TimeSpan.FromSeconds(13), TimeProvider.System, Token);
        await rabbit.RestartAsync(Token);
        await BrokerAsync(hub, "Healthy");
        Assert.DoesNotContain("the bus is started anew", hub.Output, StringComparison.Ordinal);
        await RoutedAsync(hub, 15);
        await OnceEachAsync(hub, 15);
    }

    [Fact]
    public async Task With_the_database_killed_webhooks_say_503_and_the_hub_heals_by_itself()
    {
        await OnOwnDatabaseAsync();
        var hub = await scene.StartHubAsync(null, Token);
        await SendAsync(0, 2);
        var reports = await RoutedAsync(hub, 2);
        await using var desk = await UnitDesk.OpenAsync(scene.Broker, Token);
        var assigned = await desk.NextAsync(reports[0].GetProperty("unit").GetString()!, Token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, "/health/ready"));

        await postgres.KillAsync(Token);
        await Eventually.TrueAsync("not ready", async () => await StatusAsync(hub, "/health/ready") is HttpStatusCode.ServiceUnavailable, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(hub, "/health"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, "/health/live"));
        using var operations = Scene.Operations(hub);
        using var away = await operations.GetAsync("/operations/reports", Token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (away.StatusCode, away.Headers.RetryAfter?.ToString()));
        await SendAsync(2, 3);
        await Eventually.TrueAsync("a webhook answered 503", () => scene.WhatsApp.Ledger.Deliveries.Any(delivery => delivery.Status is 503), Token);
        await desk.SayAsync(assigned, "acknowledged", null, Token);

        await postgres.RestartAsync(Token);
        await Eventually.TrueAsync("ready", async () => await StatusAsync(hub, "/health/ready") is HttpStatusCode.OK, Token);
        await scene.WhatsApp.DeliveredAsync(Token);
        await RoutedAsync(hub, 5);
        await Eventually.TrueAsync(
            "the status that came meanwhile",
            async () => (await Scene.ReportsAsync(hub, Token)).Any(report => report.GetProperty("id").GetGuid() == assigned.ReportId && report.GetProperty("state").GetString() == "Acknowledged"),
            Token);
        Assert.Equal(0L, await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine", Token));
        Assert.Equal(0u, await desk.CountAsync("hub.dead", Token));
    }

    [Fact]
    public async Task A_hub_killed_in_the_middle_loses_nothing_and_doubles_nothing()
    {
        await OnSharedServersAsync();

        // A push that the kill cut off is read back within this time, also after a slow start.
        scene.Settings["StatusSync"]!["UnknownWindow"] = "00:00:50";
        var hub = await scene.StartHubAsync(null, Token);
        await SendAsync(0, 30);
        for (var number = 0; number < 10; number++)
        {
            scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission($"Jalan tol berlubang {number}", Scene.Toll));
        }

        foreach (var arrived in new[] { 5, 20 })
        {
            await Eventually.TrueAsync($"{arrived} reports", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM reports", Token) >= arrived, Token);
            await hub.KillAsync(Token);
            await SendAsync(100 + arrived, 5);

            // The dead hub's leases run out in up to two minutes; this lets them pass at once.
            await scene.ScalarAsync<long>("UPDATE status_ledger SET lease_until = now() WHERE lease_until IS NOT NULL; UPDATE leases SET until = now(); SELECT 1::bigint", Token);
            await hub.RestartAsync(Token);
        }

        await scene.WhatsApp.DeliveredAsync(Token);
        await RoutedAsync(hub, 50, TimeSpan.FromSeconds(60));
        await OnceEachAsync(hub, 50);
    }

    [Fact]
    public async Task Two_processes_with_split_roles_do_the_whole_job()
    {
        await OnSharedServersAsync();
        var connectors = await scene.StartHubAsync("Connectors", Token);
        await scene.StartHubAsync("Router", Token);
        await SendAsync(0, 3);
        scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission("Jalan tol berlubang", Scene.Toll));

        await RoutedAsync(connectors, 4);
        await OnceEachAsync(connectors, 4);
    }

    [Fact]
    public async Task Two_full_hubs_at_once_double_nothing()
    {
        await OnSharedServersAsync();
        var one = await scene.StartHubAsync(null, Token);
        await scene.StartHubAsync(null, Token);
        await SendAsync(0, 20);
        for (var number = 0; number < 10; number++)
        {
            scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission($"Jalan tol berlubang {number}", Scene.Toll));
        }

        await RoutedAsync(one, 30);
        await OnceEachAsync(one, 30);
    }

    [Fact]
    public async Task Migrating_again_changes_nothing_and_a_careless_or_empty_database_does_not_start()
    {
        await OnOwnDatabaseAsync();
        var again = await HubProcess.RunAsync(["migrate", "--config", scene.Write(FreePort.Next(), null)], Token);
        Assert.Equal((0, "The schema is current; nothing to do.\n"), (again.Code, again.Output));

        await scene.ScalarAsync<long>("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$; SELECT 1::bigint", Token);
        var careless = await HubProcess.RunAsync(["run", "--config", scene.Write(FreePort.Next(), null)], Token);
        Assert.Equal(78, careless.Code);
        Assert.Contains("synchronous_commit is off", careless.Complaint, StringComparison.Ordinal);

        await scene.ScalarAsync<long>("DROP SCHEMA public CASCADE; CREATE SCHEMA public; SELECT 1::bigint", Token);
        var empty = await HubProcess.RunAsync(["run", "--config", scene.Write(FreePort.Next(), null)], Token);
        Assert.Equal(78, empty.Code);
        Assert.Contains("hub migrate", empty.Complaint, StringComparison.Ordinal);

        await postgres.StopAsync(Token);
        var away = await HubProcess.RunAsync(["run", "--config", scene.Write(FreePort.Next(), null)], Token);
        Assert.Equal(69, away.Code);
    }

    private async Task OnOwnServersAsync() => scene = (own = await OwnScene.StartAsync(Token)).Scene;

    private async Task OnOwnDatabaseAsync() => scene = (own = await OwnScene.StartAsync(await servers.NewVirtualHostAsync(Token), Token)).Scene;

    private async Task OnSharedServersAsync() => scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);

    /// <summary>Citizens with phones of their own, so that each message is a report.</summary>
    private async Task SendAsync(int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen($"62813770{number:D5}", "Warga Uji"), Scene.Toll);
        }
    }

    private static Task<IReadOnlyList<JsonElement>> RoutedAsync(HubProcess hub, int count, TimeSpan? patience = null) => Eventually.FindAsync(
        $"{count} assigned reports",
        async () => await Scene.ReportsAsync(hub, Token) is { } reports && reports.Count == count && reports.All(report => report.TryGetProperty("unit", out _)) ? reports : null,
        Token,
        patience);

    /// <summary>Each report once, each event for its unit once by id, each status at its channel once.</summary>
    private async Task OnceEachAsync(HubProcess hub, int count)
    {
        try
        {
            await Eventually.TrueAsync("every status at its channel", async () => (await Scene.ReportsAsync(hub, Token)).All(report => report.GetProperty("synced").GetBoolean()), Token, TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            Assert.Empty(await scene.ListAsync("SELECT channel || ' ' || state || ' ' || outcome || ' ' || attempts || ' ' || next_at || ' ' || coalesce(lease_until::text, '-') || ' ' || coalesce(fault, '-') FROM status_ledger WHERE outcome::text NOT IN ('2', 'Delivered')", Token));
        }

        // A message that failed often waits up to a minute for its next attempt.
        await Eventually.TrueAsync("an empty outbox", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM outbox", Token) == 0, Token, TimeSpan.FromSeconds(90));
        Assert.Equal(count, (await Scene.ReportsAsync(hub, Token)).Count);
        Assert.Equal(count, await scene.ScalarAsync<long>("SELECT count(*) FROM assignments", Token));
        Assert.Empty(scene.WhatsApp.Ledger.Repeats);
        Assert.Empty(scene.Lapor.Desk.DoubleEffects);

        await using var desk = await UnitDesk.OpenAsync(scene.Broker, Token);
        var events = new List<UnitEvent>();
        await Eventually.TrueAsync(
            "every event at its unit",
            async () =>
            {
                foreach (var unit in (await Scene.ReportsAsync(hub, Token)).Select(report => report.GetProperty("unit").GetString()!).Distinct())
                {
                    events.AddRange(await desk.TakeAllAsync(UnitDesk.Inbox(unit), Token));
                }

                return events.Select(one => one.ReportId).Distinct().Count() == count;
            },
            Token);

        // A repeat after a lost confirm has the same id, by which units drop it.
        Assert.Equal(count, events.Select(one => one.Body.GetProperty("id").GetString()).Distinct().Count());
    }

    private static Task BrokerAsync(HubProcess hub, string wanted) => Eventually.TrueAsync(
        $"the broker {wanted}",
        async () => (await HealthPage.WholeAsync(hub)).GetProperty("broker").GetProperty("status").GetString() == wanted,
        Token,
        HealthPage.Back);

    private static async Task<HttpStatusCode> StatusAsync(HubProcess hub, string path)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var answer = await http.GetAsync(path, Token);
        return answer.StatusCode;
    }
}
