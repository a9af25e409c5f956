using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Simulators.Sp4nLapor;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>Several hubs on one database: one polls, another takes over, and two by mistake do no harm (issue 3, point 7).</summary>
public sealed class SeveralHubsTests(RealServers servers) : IAsyncDisposable
{
    private const string Reports = "SELECT count(*) FROM reports";

    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private OwnScene? own;
    private Scene scene = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresServer postgres => own!.Postgres;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? scene?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task When_the_hub_that_polls_is_killed_another_polls_within_thirty_seconds()
    {
        scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);
        var (polls, _) = await TwoAsync();
        Submit(2);
        await CountAsync(2, null);

        await polls.KillAsync(Token);
        Submit(3);

        await CountAsync(5, Takeover);
        Assert.Equal(5L, await scene.ScalarAsync<long>("SELECT count(DISTINCT external_id) FROM reports", Token));
    }

    [Fact]
    public async Task A_hub_that_sleeps_beyond_its_lease_is_replaced_and_harms_nothing_when_it_wakes()
    {
        scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);
        var (polls, other) = await TwoAsync();
        Submit(2);
        await CountAsync(2, null);

        await polls.SignalAsync("STOP", Token);
        var (_, early) = await CursorAsync();
        Submit(3);
        await CountAsync(5, Takeover);
        var (fence, _) = await CursorAsync();
        Assert.True(fence >= 2);

        await polls.SignalAsync("CONT", Token);
        await Eventually.TrueAsync("the woken one stands by", async () => !await PollsAsync(polls), Token);
        Assert.True(await PollsAsync(other));

        // The other one goes on meanwhile, with what comes back of its own statuses; nothing goes back to where the sleeper left off.
        var (still, cursor) = await CursorAsync();
        Assert.Equal(fence, still);
        Assert.NotEqual(early, cursor);
        Submit(2);
        await CountAsync(7, null);
        Assert.Equal(7L, await scene.ScalarAsync<long>("SELECT count(DISTINCT external_id) FROM reports", Token));
    }

    [Fact]
    public async Task Fifty_copies_at_four_workers_over_two_hubs_are_one_report_and_with_the_database_down_they_are_told_to_come_back()
    {
        scene = (own = await OwnScene.StartAsync(await servers.NewVirtualHostAsync(Token), Token)).Scene;
        var (one, two) = await TwoAsync();
        var copies = Enumerable.Repeat(Message("wamid.satu", "6281377009001"), 50).Concat(Enumerable.Range(0, 20).Select(number => Message($"wamid.{number}", $"62813770091{number:D2}"))).ToList();
        Submit(5);

        var answers = new List<HttpStatusCode>();
        await Parallel.ForEachAsync(
            copies.Select((body, index) => (body, hub: index % 2 == 0 ? one : two)),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token },
            async (send, _) =>
            {
                var (code, _) = await PostAsync(send.hub, send.body);
                lock (answers)
                {
                    answers.Add(code);
                }
            });

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        await CountAsync(26, null);
        await Eventually.TrueAsync("all are assigned", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM assignments", Token) == 26, Token, Patience);
        Assert.Equal(21L, await scene.ScalarAsync<long>("SELECT count(*) FROM raw_bodies WHERE channel = 'whatsapp' AND id IN (SELECT raw_id FROM reports)", Token));

        await postgres.KillAsync(Token);
        var (away, comeBack) = await PostAsync(one, Message("wamid.nanti", "6281377009002"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (away, comeBack));

        await postgres.RestartAsync(Token);
        Npgsql.NpgsqlConnection.ClearAllPools();
        await Eventually.TrueAsync("it is taken", async () => (await PostAsync(one, Message("wamid.nanti", "6281377009002"))).Code is HttpStatusCode.OK, Token, Patience);
        await CountAsync(27, null);
    }

    /// <returns>The hub that polls LAPOR!, and the one that stands by.</returns>
    private async Task<(HubProcess Polls, HubProcess StandsBy)> TwoAsync()
    {
        var one = await scene.StartHubAsync(null, Token);
        var two = await scene.StartHubAsync(null, Token);
        await Eventually.TrueAsync("exactly one of them polls", async () => await PollsAsync(one) != await PollsAsync(two), Token);
        return await PollsAsync(one) ? (one, two) : (two, one);
    }

    private void Submit(int count)
    {
        for (var number = 0; number < count; number++)
        {
            scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission($"Jalan tol berlubang {number}", Scene.Toll));
        }
    }

    private Task CountAsync(long reports, TimeSpan? patience) =>
        Eventually.TrueAsync($"{reports} reports", async () => await scene.ScalarAsync<long>(Reports, Token) == reports, Token, patience ?? Patience);

    private async Task<(long Fence, string Cursor)> CursorAsync() => (
        await scene.ScalarAsync<long>("SELECT fence FROM poll_cursors WHERE channel = 'sp4n'", Token),
        await scene.ScalarAsync<string>("SELECT value FROM poll_cursors WHERE channel = 'sp4n'", Token));

    private static async Task<bool> PollsAsync(HubProcess hub)
    {
        using var http = Scene.Operations(hub);
        using var answer = await http.GetAsync("/health", Token);
        using var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        return health.RootElement.GetProperty("channels").GetProperty("sp4n").GetProperty("figures").TryGetProperty("lastPoll", out var last) && last.ValueKind is not JsonValueKind.Null;
    }

    private async Task<(HttpStatusCode Code, TimeSpan? ComeBack)> PostAsync(HubProcess hub, byte[] body)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(scene.WhatsApp.Settings.AppSecret), body)));
        using var answer = await http.SendAsync(request, Token);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }

    private byte[] Message(string wamid, string phone) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        @object = "whatsapp_business_account",
        entry = new[]
        {
            new
            {
                id = scene.WhatsApp.Settings.BusinessAccountId,
                changes = new[]
                {
                    new
                    {
                        field = "messages",
                        value = new
                        {
                            messaging_product = "whatsapp",
                            metadata = new { display_phone_number = scene.WhatsApp.Settings.DisplayNumber, phone_number_id = scene.WhatsApp.Settings.PhoneNumberId },
                            contacts = new[] { new { profile = new { name = "Warga Uji" }, wa_id = phone } },
                            messages = new[] { new { from = phone, id = wamid, timestamp = "1771990000", type = "text", text = new { body = Scene.Toll } } },
                        },
                    },
                },
            },
        },
    });
}
