using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;
using Microsoft.Data.Sqlite;

namespace Hub.Worker.Tests.Host;

/// <summary>What does not start says why, all of it, and leaves nothing listening (P10).</summary>
[Collection(HubOverHttp.Name)]
public sealed class StartTests(HubFixture fixture) : IAsyncLifetime
{
    private const int WrongConfiguration = 78;

    private readonly string folder = ServerFolder.Create();
    private readonly int port = FreePort.Next();
    private WhatsAppSimulator whatsApp = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => whatsApp = await WhatsAppSimulator.StartAsync(new WhatsAppSimulatorSettings(), Token);

    public async ValueTask DisposeAsync()
    {
        await whatsApp.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_fault_of_the_configuration_is_named_at_once_and_nothing_listens()
    {
        var rules = Directory.CreateDirectory(Path.Combine(folder, "aturan")).FullName;
        var shipped = Path.Combine(AppContext.BaseDirectory, "Config", "Files");
        Directory.CreateDirectory(Path.Combine(rules, "places"));
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("roads.csv", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(rules, Path.GetRelativePath(shipped, file)));
        }

        var verb = await RunAsync(settings =>
        {
            settings["Hub"] = new JsonObject { ["Shape"] = "Sedang" };
            settings["Intake"] = new JsonObject { ["LongestWait"] = "lama", ["Bacth"] = 5 };
            settings["Routing"] = new JsonObject { ["Folder"] = rules };
            settings["Units"] = new JsonObject { ["Deliveries"] = new JsonObject { ["PU-TIDAK-ADA"] = new JsonObject { ["Via"] = "Pull" } } };
            settings["Chanels"] = new JsonObject { ["Sp4nLapor"] = new JsonObject() };
            settings["Channels"]!["Wasap"] = new JsonObject { ["Numbers"] = 1 };
            settings["Channels"]!["WhatsApp"]!.AsObject().Remove("AccessToken");
        });

        Assert.Equal(WrongConfiguration, verb.Code);
        Assert.All(
            [
                "Hub:Shape", "Embedded, Production", "Intake:LongestWait", "Intake:Bacth", "roads.csv", "PU-TIDAK-ADA",
                "Chanels is not a section", "Channels:Wasap is not a section", "Channels:WhatsApp:AccessToken is missing",
            ],
            fault => Assert.Contains(fault, verb.Complaint, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", verb.Complaint, StringComparison.Ordinal);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await client.ConnectAsync("127.0.0.1", port, Token));
        Assert.False(File.Exists(Path.Combine(folder, "hub.db")));
    }

    [Theory]
    [InlineData("Operations:Key", "pendek-rahasia-9")]
    [InlineData("Vault:Pepper", "bukan-base64-rahasia-9!")]
    [InlineData("Channels:WhatsApp:AppSecrets", "rahasia-9-bukan-daftar")]
    [InlineData("Broker:Address", "rahasia-9:bukan@alamat")]
    [InlineData("Store:ConnectionString", "Hosst=rahasia-9;Password=rahasia-9")]
    public async Task A_mistyped_secret_is_not_repeated(string setting, string value)
    {
        var verb = await RunAsync(settings =>
        {
            settings["Hub"] = new JsonObject { ["Shape"] = "Production" };
            settings["Store"] = new JsonObject { ["ConnectionString"] = "Host=127.0.0.1" };
            settings["Broker"] = new JsonObject { ["Address"] = "amqp://127.0.0.1" };
            var parts = setting.Split(':');
            var section = settings[parts[0]] ??= new JsonObject();
            foreach (var part in parts[1..^1])
            {
                section = section[part]!;
            }

            section[parts[^1]] = value;
        });

        Assert.Equal(WrongConfiguration, verb.Code);
        Assert.Contains(setting, verb.Complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("rahasia-9", verb.Complaint + verb.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_no_json_is_said_so()
    {
        var missing = await HubProcess.RunAsync(["run", "--config", Path.Combine(folder, "tidak-ada.json")], Token);
        Assert.Equal(WrongConfiguration, missing.Code);
        Assert.Contains("does not exist", missing.Complaint, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(folder, "hub.json"), "{ \"Hub\": ", Token);
        var broken = await HubProcess.RunAsync(["run", "--config", Path.Combine(folder, "hub.json")], Token);
        Assert.Equal(WrongConfiguration, broken.Code);
        Assert.Contains("not valid JSON", broken.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_start_makes_the_store_and_its_secrets_once_for_its_owner_alone_and_a_store_without_them_is_refused()
    {
        var secrets = Path.Combine(folder, "hub.secrets.json");
        var first = await RunAsync(_ => { }, "--check");
        Assert.Equal((0, "The configuration and the store are in order.\n"), (first.Code, first.Output));
        Assert.True(File.Exists(Path.Combine(folder, "hub.db")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secrets));
        }

        var made = await File.ReadAllTextAsync(secrets, Token);
        Assert.Equal(0, (await RunAsync(_ => { }, "--check")).Code);
        Assert.Equal(made, await File.ReadAllTextAsync(secrets, Token));

        File.Delete(secrets);
        var bare = await RunAsync(_ => { }, "--check");
        Assert.Equal(WrongConfiguration, bare.Code);
        Assert.Contains("hub.secrets.json", bare.Complaint, StringComparison.Ordinal);
        Assert.False(File.Exists(secrets));
    }

    [Fact]
    public async Task A_second_hub_on_the_same_store_is_refused()
    {
        var second = await HubProcess.RunAsync(["run", "--config", fixture.Hub.Configuration], Token);

        Assert.Equal(WrongConfiguration, second.Code);
        Assert.Contains("Another hub runs on", second.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_made_by_a_newer_hub_is_left_alone()
    {
        Assert.Equal(0, (await RunAsync(_ => { }, "--check")).Code);
        await using (var store = new SqliteConnection($"Data Source={Path.Combine(folder, "hub.db")};Pooling=false"))
        {
            await store.OpenAsync(Token);
            await using var command = store.CreateCommand();
            command.CommandText = """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Masa_depan', '99.0.0')""";
            await command.ExecuteNonQueryAsync(Token);
        }

        var newer = await RunAsync(_ => { });
        Assert.Equal(WrongConfiguration, newer.Code);
        Assert.Contains("29990101000000_Masa_depan", newer.Complaint, StringComparison.Ordinal);
        Assert.Equal(WrongConfiguration, (await HubProcess.RunAsync(["migrate", "--config", Path.Combine(folder, "hub.json")], Token)).Code);
    }

    private async Task<HubVerb> RunAsync(Action<JsonObject> change, params string[] more)
    {
        var settings = EmbeddedHub.Settings(folder, whatsApp);
        settings["Http"]!["Address"] = $"http://127.0.0.1:{port}";
        change(settings);
        var file = Path.Combine(folder, "hub.json");
        await File.WriteAllTextAsync(file, settings.ToJsonString(), Token);
        return await HubProcess.RunAsync(["run", "--config", file, .. more], Token);
    }
}
