using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Hub.Determinism.Tests.Scenarios;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Determinism.Tests.Interleavings;

/// <summary>
/// Two hubs on one store at one report, with every change of turns up to two, at the borders of transactions and at each step
/// outside. With SQLite no transaction runs inside another's; what PostgreSQL allows there is for the tests on real servers.
/// </summary>
public sealed class TwoWorkersTests
{
    private const int MostSwitches = 2;
    private const string Flood = "Kali di kampung kami: sungai meluap";
    private const string Road = "Ada jalan rusak di depan pasar";

    private static readonly UnitStatus Answer = new() { Status = "answered", PublicNote = "Sudah ditangani." };

    private static readonly Dictionary<string, Func<Life, Task>> Work = new()
    {
        ["reads"] = ReadAsync,
        ["routes"] = async life => await life.Get<ReportRouting>().RouteAsync([await IdAsync(life)], CancellationToken.None),
        ["tells"] = async life => await life.Get<StatusLane>().RunAsync(await IdAsync(life), Scene.Channel, CancellationToken.None),
        ["polls"] = life => life.PollAsync(),
        ["answers"] = life => Acts.Calls(Scene.Roads, "A", Answer).TryAsync(life),
        ["returns"] = life => Acts.Calls(Scene.Roads, "A", new UnitStatus { Status = "returned", Reason = "Bukan jalan." }).TryAsync(life),
        ["gives to water"] = life => Acts.Decides("A", Scene.Water).TryAsync(life),
        ["gives to roads"] = life => Acts.Decides("A", Scene.Roads).TryAsync(life),
        ["delivers"] = async life => await Task.WhenAll((await life.Get<UnitDeliveries>().DueAsync(9, [], CancellationToken.None)).Select(due => life.Get<UnitDeliveries>().PushAsync(due.Id, CancellationToken.None))),
    };

    [Theory]
    [InlineData("unread", "reads", "reads")]
    [InlineData("new", "routes", "routes")]
    [InlineData("new", "tells", "tells")]
    [InlineData("new", "routes", "tells")]
    [InlineData("added to", "routes", "reads")]
    [InlineData("empty", "polls", "polls")]
    [InlineData("assigned", "answers", "answers")]
    [InlineData("assigned", "answers", "returns")]
    [InlineData("assigned", "answers", "tells")]
    [InlineData("assigned", "delivers", "delivers")]
    [InlineData("triage", "gives to water", "gives to roads")]
    public async Task Two_workers_at_one_report_keep_every_promise(string begins, string one, string other)
    {
        using var world = await BeginAsync(begins);
        var failures = new List<string>();

        // Who begins is the same question for two of a kind.
        var runs = await Task.Run(async () => await ExploreAsync(world, (one, other), [], failures) + (one == other ? 0 : await ExploreAsync(world, (other, one), [], failures)), TestContext.Current.CancellationToken);

        Figures.Line($"{begins}: {one} and {other}: {runs} merges");
        Assert.True(failures.Count == 0, $"{failures.Count} of {runs}:\n{string.Join('\n', failures.Take(8))}");
        Assert.InRange(runs, 6, int.MaxValue);
    }

    private static async Task<int> ExploreAsync(World world, (string One, string Other) workers, IReadOnlyList<int> switches, List<string> failures)
    {
        using var branch = world.Copy();
        var turns = new Turns(0, switches);
        await using (var one = new Life(branch, new Steps { Turn = _ => turns.PassAsync(0) }, Pages))
        await using (var other = new Life(branch, new Steps { Turn = _ => turns.PassAsync(1) }, Pages))
        {
            await turns.RunAsync(() => Work[workers.One](one), () => Work[workers.Other](other));
        }

        await using (var rest = new Life(branch, new Steps(), Pages))
        {
            await rest.SettleAsync();
        }

        failures.AddRange(Promises.Broken(await Findings.OfAsync(branch)).Select(words => $"{workers} [{string.Join(' ', switches)}]: {words}"));
        var runs = 1;
        for (var place = switches.Count == 0 ? 0 : switches[^1] + 1; switches.Count < MostSwitches && place < turns.Places; place++)
        {
            runs += await ExploreAsync(world, workers, [.. switches, place], failures);
        }

        return runs;
    }

    private static IReadOnlyDictionary<string, Page> Pages { get; } = new Dictionary<string, Page>
    {
        [""] = new([$"report A 1 {Flood}", $"report B 1 {Road}"], "1", HasMore: false),
    };

    private static async Task<World> BeginAsync(string begins)
    {
        var world = World.Begin();
        await using var life = new Life(world, new Steps());
        switch (begins)
        {
            case "unread":
                await life.PushAsync($"report A 1 {Flood}");
                await life.PushAsync($"# again\nreport A 1 {Flood}\nadds A1 A Airnya setinggi lutut");
                break;
            case "new":
                await life.PushAsync($"report A 1 {Flood}");
                await ReadAsync(life);
                break;
            case "added to":
                await life.PushAsync($"report A 1 {Flood}");
                await ReadAsync(life);
                await life.PushAsync("adds A1 A Airnya setinggi lutut");
                break;
            case "assigned":
                await life.PushAsync($"report A 1 {Road}");
                await ReadAsync(life);
                await life.Get<ReportRouting>().RouteAsync([await IdAsync(life)], CancellationToken.None);
                world.Clock.Advance(UnitDeliveries.Young);
                break;
            case "triage":
                await life.PushAsync("report A 1 Tolong ditindaklanjuti");
                await life.SettleAsync();
                break;
        }

        return world;
    }

    private static async Task ReadAsync(Life life)
    {
        var rows = await life.Get<HubStore>().ReadAsync(
            (db, token) => db.Set<RawBody>().AsNoTracking().Where(row => db.Set<UnreadMark>().Any(mark => mark.RawId == row.Id)).OrderBy(row => row.Id).ToListAsync(token), CancellationToken.None);
        var bodies = rows.Select(row => (row.Id, Item: life.Get<RawArchive>().Open(row))).Select(raw => new ReadBody(raw.Id, raw.Item, life.Get<IReportNormaliser>().Normalise(raw.Item)));
        await life.Get<InboundWriter>().SaveAsync([.. bodies], CancellationToken.None);
    }

    private static Task<Guid> IdAsync(Life life) => life.Get<HubStore>().ReadAsync(
        (db, token) => db.Set<Report>().AsNoTracking().Where(row => row.ExternalId == "A").Select(row => row.Id).FirstAsync(token), CancellationToken.None);
}
