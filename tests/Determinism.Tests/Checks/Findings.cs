using System.Text.Json;
using Hub.Contracts.Messages;
using Hub.Determinism.Tests.Outside;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Determinism.Tests.Checks;

/// <summary>One event as a unit has it.</summary>
internal sealed record UnitEvent(string Unit, string Id, string Type, Guid ReportId, string Body);

/// <summary>What is found in a world when the hub has come to rest: its rows, and the ledgers of those outside.</summary>
internal sealed record Findings(
    IReadOnlyList<Report> Reports, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<Assignment> Decisions, IReadOnlyList<LedgerEntry> Ledger,
    IReadOnlyList<Contribution> Contributions, IReadOnlyList<QuarantineEntry> Quarantine, IReadOnlyList<InboundKey> Keys)
{
    public required Scenery Scenery { get; init; }

    public required string Left { get; init; }

    public IReadOnlyList<UnitEvent> Events { get; private init; } = [];

    public IReadOnlyList<DeadlineAct> Acts { get; private init; } = [];

    /// <summary>What was not pushed, since its report went elsewhere while it waited.</summary>
    public IReadOnlyList<UnitDelivery> Withdrawn { get; private init; } = [];

    public static async Task<Findings> OfAsync(World world)
    {
        await using var db = new HubDbContext(new DbContextOptionsBuilder<HubDbContext>().UseSqlite(world.Connection).UseLoggerFactory(NullLoggerFactory.Instance).Options);
        var scenery = world.Scenery;
        return new Findings(
            await db.Set<Report>().AsNoTracking().OrderBy(row => row.ExternalId).ToListAsync(),
            await db.Set<TimelineEntry>().AsNoTracking().OrderBy(row => row.Id).ToListAsync(),
            await db.Set<Assignment>().AsNoTracking().OrderBy(row => row.OnVersion).ToListAsync(),
            await db.Set<LedgerEntry>().AsNoTracking().OrderBy(row => row.Sequence).ToListAsync(),
            await db.Set<Contribution>().AsNoTracking().ToListAsync(),
            await db.Set<QuarantineEntry>().AsNoTracking().Where(row => row.SettledAt == null).ToListAsync(),
            await db.Set<InboundKey>().AsNoTracking().ToListAsync())
        {
            Scenery = scenery,
            Left = await Leftovers.DescribeAsync(world),
            Acts = await db.Set<DeadlineAct>().AsNoTracking().ToListAsync(),
            Withdrawn = await db.Set<UnitDelivery>().AsNoTracking().Where(row => row.RefusedAt != null && row.Fault!.StartsWith("moved:")).ToListAsync(),
            Events = [.. Inbox(scenery, Scene.Ending), .. Inbox(scenery, Scene.Water), .. scenery.Webhook.Select(post => Read(Scene.Roads, post))],
        };
    }

    private static IEnumerable<UnitEvent> Inbox(Scenery scenery, string unit) => scenery.At(HubQueues.UnitInbox(unit)).Select(post => Read(unit, post));

    private static UnitEvent Read(string unit, Post post)
    {
        var read = JsonSerializer.Deserialize<CloudEvent<JsonElement>>(post.Body, JsonSerializerOptions.Web)!;
        var kind = read.Type switch
        {
            UnitPosts.AssignedType => "assigned",
            UnitPosts.MovedType => "moved",
            UnitPosts.DeadlineType => $"{read.Data.GetProperty("clock").GetString()} {read.Data.GetProperty("step").GetString()}",
            _ => "amended",
        };
        return new UnitEvent(unit, post.Id, kind, read.Data.GetProperty("reportId").GetGuid(), post.Body);
    }
}
