using System.Text.Json;
using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Determinism.Tests.Scenarios;

/// <summary>The acts of which scenarios are made.</summary>
internal static class Acts
{
    /// <summary>The channel pushes a body.</summary>
    public static Act Pushes(string body) => new($"push {body}", life => life.PushAsync(body));

    /// <summary>The channel pushes a receipt of the n-th status that it holds.</summary>
    public static Act Receipt(int nth, Receipt rank) => new($"receipt {rank}", life => life.PushAsync($"receipt {life.World.Scenery.Told[nth].Operation} {rank}"));

    /// <summary>The hub polls once; it is answered when the channel heard of the last page.</summary>
    public static Act Poll(string last) => new("poll", async life =>
    {
        await life.PollAsync();
        return life.World.Scenery.Acknowledged.Contains(last);
    });

    /// <summary>A unit that has the report puts an event on the hub's queue.</summary>
    /// <param name="key">Makes the event another one than the same word said before.</param>
    public static Act Says(string unit, string report, UnitStatus status, string key = "") => new($"{unit} says {status.Status}", async life =>
    {
        var id = await ReportIdAsync(life, report);
        var said = status with { ReportId = id, Unit = unit };
        var eventId = $"{report}-{unit}-{status.Status}{key}";
        var body = new CloudEvent<UnitStatus>("1.0", eventId, $"urn:{unit}", UnitEvents.Type, null, null, "application/json", said);
        life.World.Change(scenery => scenery.At(HubQueues.UnitStatus).Exists(post => post.Id == eventId)
            ? scenery
            : scenery.With(HubQueues.UnitStatus, posts => posts.Add(new Post(eventId, JsonSerializer.Serialize(body, JsonSerializerOptions.Web)))));
        return true;
    });

    /// <summary>A unit calls the hub's API, and calls again with the same key until it is answered.</summary>
    public static Act Calls(string unit, string report, UnitStatus status) => new($"{unit} calls {status.Status}", async life =>
    {
        var id = await ReportIdAsync(life, report);
        return await life.Get<UnitStatusDesk>().SayAsync(unit, $"{report}-{unit}-{status.Status}", status with { ReportId = id, Unit = unit }, CancellationToken.None)
            is UnitStatusResult.Taken;
    });

    /// <summary>A person decides, and says it again when no answer comes.</summary>
    public static Act Decides(string report, string code) => new($"a person decides {code}", async life =>
    {
        var number = (await ReportAsync(life, report)).Number;
        return await life.Get<TriageDesk>().DecideAsync(number, code, ("petugas", "Sesuai kewenangan."), CancellationToken.None) is TriageResult.Done;
    });

    /// <summary>Days pass until the deadlines have brought that about.</summary>
    /// <param name="step">As the acts name it, for instance breach.</param>
    public static Act Passes(DateTimeOffset until, string step) => new($"{step} passes", async life =>
    {
        if (until - life.World.Clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
        {
            life.World.Clock.Advance(left);
        }

        await life.DeadlinesAsync();
        return await life.Get<HubStore>().ReadAsync((db, token) => db.Set<DeadlineAct>().AnyAsync(act => act.Step == step, token), CancellationToken.None);
    });

    /// <summary>A day comes, and open reports of units that ended before it go on, until nothing is left to move.</summary>
    public static Act Succeeds(DateTimeOffset on) => new("the successor takes over", async life =>
    {
        if (on - life.World.Clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
        {
            life.World.Clock.Advance(left);
        }

        var succession = life.Get<UnitSuccession>();
        await succession.ApplyAsync(null, CancellationToken.None);
        return (await succession.PlanAsync(CancellationToken.None)).Count == 0;
    });

    private static async Task<Guid> ReportIdAsync(Life life, string externalId) => (await ReportAsync(life, externalId)).Id;

    private static Task<Report> ReportAsync(Life life, string externalId) => life.Get<HubStore>().ReadAsync(
        (db, token) => db.Set<Report>().AsNoTracking().FirstAsync(row => row.ExternalId == externalId, token), CancellationToken.None);
}
