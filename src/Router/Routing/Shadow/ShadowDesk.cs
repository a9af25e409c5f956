using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing.Trial;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing.Shadow;

/// <summary>What the shadow rules thought in a period.</summary>
/// <param name="Kinds">How often they agreed, differed and failed.</param>
/// <param name="Moves">From whom to whom reports would go; those on which both agree are in it.</param>
/// <param name="Sets">Pairs of rule sets that were compared, with how many reports.</param>
public sealed record ShadowFigures(IReadOnlyDictionary<string, long> Kinds, IReadOnlyList<DecisionMove> Moves, IReadOnlyDictionary<string, long> Sets);

/// <summary>One report on which they do not agree.</summary>
public sealed record ShadowLine(string Number, DateTimeOffset At, string Kind, string From, string To, string? Reason, RoutingExplanation? Explanation);

/// <summary>Where people look at a shadow rule set before they put it in force.</summary>
public sealed class ShadowDesk
{
    private readonly HubStore store;

    internal ShadowDesk(HubStore store) => this.store = store;

    public Task<ShadowFigures> CountAsync(DateTimeOffset from, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var rows = await db.Set<ShadowDecision>().AsNoTracking().Where(row => row.At >= from)
                .GroupBy(row => new { row.Kind, row.RuleSet, row.ShadowSet, row.Target, row.ShadowTarget })
                .Select(group => new { group.Key, Count = group.LongCount() }).ToListAsync(token);
            return new ShadowFigures(
                rows.GroupBy(row => row.Key.Kind).ToDictionary(group => group.Key, group => group.Sum(row => row.Count)),
                DecisionMove.All(rows.Select(row => (row.Key.Target, row.Key.ShadowTarget, row.Count))),
                rows.GroupBy(row => $"{row.Key.RuleSet} / {row.Key.ShadowSet}").ToDictionary(group => group.Key, group => group.Sum(row => row.Count)));
        },
        cancellationToken);

    /// <summary>The newest ones they do not agree on.</summary>
    public Task<IReadOnlyList<ShadowLine>> ListAsync(DateTimeOffset from, int most, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<ShadowLine>>(
        async (db, token) =>
        {
            var rows = await (from row in db.Set<ShadowDecision>().AsNoTracking()
                              join report in db.Set<Report>().AsNoTracking() on row.ReportId equals report.Id
                              where row.At >= @from && row.Kind != ShadowComparison.Agree
                              orderby row.Id descending
                              select new { report.Number, Row = row }).Take(most).ToListAsync(token);
            return [.. rows.Select(one => new ShadowLine(
                one.Number, one.Row.At, one.Row.Kind, one.Row.Target, one.Row.ShadowTarget, one.Row.Reason,
                one.Row.Explanation is { } told ? RoutingExplanation.Parse(told) : null))];
        },
        cancellationToken);
}
