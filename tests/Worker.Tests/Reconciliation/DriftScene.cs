using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Contracts.Channels;
using Hub.Router.Reconciliation;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Sp4nLapor;
using Hub.Testing;
using Hub.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Worker.Tests.Reconciliation;

/// <summary>The real embedded hub beside a played 158 and a played LAPOR!, with polls that run only when the test wakes them.</summary>
internal sealed class DriftScene : IAsyncDisposable
{
    private readonly string folder = ServerFolder.Create();
    private WebApplication app = null!;
    private IDisposable? only;

    public ContactCenter158Simulator ContactCenter { get; private set; } = null!;

    public Sp4nLaporSimulator Lapor { get; private set; } = null!;

    public string Configuration => Path.Combine(folder, "hub.json");

    private string Store => Path.Combine(folder, "hub.db");

    public static async Task<DriftScene> StartAsync(CancellationToken cancellationToken)
    {
        var scene = new DriftScene
        {
            ContactCenter = await ContactCenter158Simulator.StartAsync(new(), new FaultDial(1, TimeProvider.System), TimeProvider.System, cancellationToken),
            Lapor = await Sp4nLaporSimulator.StartAsync(new Sp4nLaporSetup(TimeProvider.System), cancellationToken),
        };
        await File.WriteAllTextAsync(scene.Configuration, scene.Settings().ToJsonString(), cancellationToken);
        scene.app = HubHost.BuildService(HubSettings.Read(scene.Configuration));
        scene.only = await HubStart.PrepareAsync(scene.app.Services, cancellationToken);
        await scene.app.StartAsync(cancellationToken);
        return scene;
    }

    public async Task<ReconciliationOutcome> ReconcileAsync(string channel, bool repair, CancellationToken cancellationToken) =>
        Assert.Single(await app.Services.GetRequiredService<Reconciler>().RunAsync(new ReconciliationRequest(channel, null, null, repair, "uji"), cancellationToken));

    public Task<List<FindingLine>> FindingsAsync(CancellationToken cancellationToken) => app.Services.GetRequiredService<ReconciliationDesk>().OpenAsync(null, 100, cancellationToken);

    public void Poll(string channel) => app.Services.GetRequiredService<IPollSignal>().Wake(channel);

    /// <summary>Waits until the hub has so many reports of the channel, told all it has to tell, and polled the echo of it.</summary>
    public async Task CalmAsync(string channel, int reports, CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync($"{reports} reports of {channel}", () => HasAsync($"SELECT count(*) = {reports} FROM reports WHERE channel = '{channel}'"), cancellationToken);
        await Eventually.TrueAsync("all decided", () => HasAsync("SELECT count(*) = 0 FROM reports WHERE state = 'Received'"), cancellationToken);
        await Eventually.TrueAsync("all told", () => HasAsync("SELECT count(*) = 0 FROM status_ledger WHERE outcome IN ('Pending', 'Unknown')"), cancellationToken);

        // Twice: the first may have fetched before the last status was told and be saved only now.
        for (var times = 0; times < 2; times++)
        {
            var before = await ScalarAsync($"SELECT coalesce(max(at), '') FROM poll_cursors WHERE channel = '{channel}'");
            Poll(channel);
            await Eventually.TrueAsync("polled again", () => HasAsync($"SELECT max(at) > '{before}' FROM poll_cursors WHERE channel = '{channel}'"), cancellationToken);
        }

        await ReadAsync(cancellationToken);
    }

    public Task ReadAsync(CancellationToken cancellationToken) =>
        Eventually.TrueAsync("all read", () => HasAsync("SELECT count(*) = 0 FROM unread_bodies"), cancellationToken);

    public async Task<bool> HasAsync(string sql) => await ScalarAsync(sql) is "1";

    public async Task<string> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Store, Mode = SqliteOpenMode.ReadOnly }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        only?.Dispose();
        await ContactCenter.DisposeAsync();
        await Lapor.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private JsonObject Settings() => new()
    {
        [nameof(Store)] = new JsonObject { ["File"] = Store },
        ["Http"] = new JsonObject { ["Address"] = "http://127.0.0.1:0" },
        ["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Default"] = "None", ["Microsoft"] = "None", ["Quartz"] = "None", ["MassTransit"] = "None" } },
        ["Reconciliation"] = new JsonObject { ["Scheduled"] = false, ["LateAfter"] = "00:00:00", ["ProofAfter"] = "00:00:00", ["CallPause"] = "00:00:00" },
        ["Channels"] = new JsonObject
        {
            [nameof(ContactCenter) + "158"] = new JsonObject
            {
                ["BaseAddress"] = ContactCenter.Address.AbsoluteUri,
                ["AccessToken"] = ContactCenter.Settings.AccessToken,
                ["PageSize"] = 3,
                ["PollInterval"] = "01:00:00",
                ["SlowPollInterval"] = "01:00:00",
            },
            ["Sp4n" + nameof(Lapor)] = new JsonObject
            {
                ["Mode"] = "Api",
                ["AgencyId"] = Lapor.Setup.AgencyId,
                ["BaseAddress"] = Lapor.Address.AbsoluteUri,
                ["ApiKey"] = Lapor.Setup.ApiKey,
                ["PageSize"] = 2,
                ["PollInterval"] = "01:00:00",
            },
        },
    };
}
