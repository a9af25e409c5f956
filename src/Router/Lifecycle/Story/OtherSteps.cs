using System.Reflection;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>
/// Rows that name the report in tables no other reader here knows, so that a new table is in the timeline from its first day:
/// instants, numbers and fixed words, never a free text.
/// </summary>
internal static class OtherSteps
{
    /// <summary>Read elsewhere here, or no step: keys of items repeat what came in, what was cut out of a text is the vault's, and what a shadow thinks happened to nobody.</summary>
    public static readonly IReadOnlyList<Type> Elsewhere =
    [
        typeof(Contribution), typeof(Attachment), typeof(TimelineEntry), typeof(Assignment), typeof(ReportClock), typeof(DeadlineAct), typeof(ClockPause),
        typeof(UnitEvent), typeof(UnitDelivery), typeof(UnitMessage), typeof(LedgerEntry), typeof(StatusSighting), typeof(InboundKey), typeof(VaultFragment),
        typeof(ShadowDecision),
    ];

    private static readonly string[] Words = ["Unit", "By", "How", "DecidedBy", "UndoneBy", "MediaType", "Sha256", "EventId"];

    private static readonly MethodInfo Reading = typeof(OtherSteps).GetMethod(nameof(RowsAsync), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static async Task<IReadOnlyList<StoryStep>> ReadAsync(HubDbContext db, Guid reportId, CancellationToken cancellationToken)
    {
        var steps = new List<StoryStep>();
        foreach (var type in db.Model.GetEntityTypes().Where(type => type.FindProperty(nameof(TimelineEntry.ReportId)) is not null && !Elsewhere.Contains(type.ClrType)))
        {
            var rows = await (Task<List<object>>)Reading.MakeGenericMethod(type.ClrType).Invoke(null, [db, reportId, cancellationToken])!;
            var key = type.FindPrimaryKey()!.Properties.Select(property => property.PropertyInfo!).ToList();
            steps.AddRange(rows.Select(row => Step(row, type.GetTableName()!, key)));
        }

        return steps;
    }

    private static async Task<List<object>> RowsAsync<T>(HubDbContext db, Guid reportId, CancellationToken cancellationToken)
        where T : class =>
        [.. await db.Set<T>().AsNoTracking().Where(row => EF.Property<Guid>(row, nameof(TimelineEntry.ReportId)) == reportId).ToListAsync(cancellationToken)];

    private static StoryStep Step(object row, string table, IReadOnlyList<PropertyInfo> key)
    {
        var values = row.GetType().GetProperties().Where(property => property.CanWrite).Select(property => (property.Name, Value: property.GetValue(row))).ToList();
        var parts = key.Where(property => key.Count == 1 || property.Name != nameof(TimelineEntry.ReportId)).Select(property => property.GetValue(row)!);
        var by = values.FirstOrDefault(value => value.Name is "By" or "Unit").Value as string;
        return new StoryStep(values.Select(value => value.Value).OfType<DateTimeOffset>().First(), table, by ?? "hub", $"Tercatat di {table}.", table, Steps.Ref([.. parts]))
        {
            Facts = Steps.Facts([.. values.Where(value => value.Value is not (null or string or byte[]) || Words.Contains(value.Name)).Select(value => (Camel(value.Name), value.Value))]),
        };
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
