using System.Data.Common;
using System.Globalization;
using Hub.Router.Persistence;
using Hub.Router.Units;
using static Hub.Router.Accountability.ClockSql;

namespace Hub.Router.Accountability;

/// <param name="From">Whom the rules named: a unit, an outside addressee, or their suggestion.</param>
/// <param name="To">Where the report is now; "-" while nobody has decided.</param>
public sealed record UnitPair(string From, string To, long Count);

/// <summary>What became of the reports that one rule won, under one version of the rule set (deploy/FIGURES.md).</summary>
/// <param name="Rule">Id of the winning rule; "-" where none won.</param>
/// <param name="Wrong">Reports that were returned, re-routed or overturned; one may be more than one of them.</param>
public sealed record RuleReturnLine(string Rule, string RuleSet, long Decided, long Returned, long Rerouted, long Overturned, long Wrong)
{
    /// <summary>From 0 to 1; null where nothing was decided.</summary>
    public double? Share => Decided == 0 ? null : (double)Wrong / Decided;

    /// <summary>Of the wrong ones, the most frequent first.</summary>
    public IReadOnlyList<UnitPair> Pairs { get; init; } = [];
}

/// <summary>Which rules cause returns.</summary>
public sealed record RuleReturnTable(DateOnly From, DateOnly To, string? Unit, DateTimeOffset AsOf, IReadOnlyList<RuleReturnLine> Rows, RuleReturnLine Total);

/// <summary>What became of a question for returns. The two cases are the whole list.</summary>
public abstract record RuleReturnAnswer
{
    private RuleReturnAnswer()
    {
    }

    public sealed record Shown(RuleReturnTable Table) : RuleReturnAnswer;

    /// <summary>The text says what is wrong with the question and what to write instead.</summary>
    public sealed record Refused(string Reason) : RuleReturnAnswer;
}

/// <summary>hub routing returns: counts by the engine, a row for each rule, rule set and pair of units, never for each report.</summary>
public sealed class RuleReturns
{
    private const int MostPairs = 3;

    private readonly HubStore store;
    private readonly UnitDirectory units;
    private readonly TimeProvider clock;

    internal RuleReturns(HubStore store, UnitDirectory units, TimeProvider clock) => (this.store, this.units, this.clock) = (store, units, clock);

    /// <param name="ask">By is not used: rows are rules.</param>
    public async Task<RuleReturnAnswer> AskAsync(FigureAsk ask, CancellationToken cancellationToken)
    {
        if (FigureWords.Fault(ask with { Name = "routing", By = null }, units) is { } fault)
        {
            return new RuleReturnAnswer.Refused(fault);
        }

        var now = clock.GetUtcNow();
        var to = FigureWords.Day(ask.To) ?? Reconciliation.Jakarta.DayOf(now);
        var from = FigureWords.Day(ask.From) ?? new DateOnly(to.Year, 1, 1);
        return from > to
            ? new RuleReturnAnswer.Refused($"from ({from:yyyy-MM-dd}) is after to ({to:yyyy-MM-dd}); give the earlier day first.")
            : new RuleReturnAnswer.Shown(await store.ReadAsync((db, token) => CountAsync(db, new FigureScope(FigureDialect.Of(db), FigureKey.Unit, ask.Unit, now) { From = from, To = to }, token), cancellationToken));
    }

    private static async Task<RuleReturnTable> CountAsync(HubDbContext db, FigureScope scope, CancellationToken cancellationToken)
    {
        var counted = new List<Cell>();
        await db.EachAsync((Statement(scope), scope.Values()), row => counted.Add(Cell.Read(row)), cancellationToken);
        return new RuleReturnTable(
            scope.From!.Value, scope.To, scope.Unit, scope.Now,
            [
                .. counted.GroupBy(cell => (cell.Rule, cell.RuleSet)).Select(rule => Line(rule.Key.Rule, rule.Key.RuleSet, [.. rule]))
                    .OrderByDescending(line => line.Wrong).ThenBy(line => line.Rule, StringComparer.Ordinal).ThenBy(line => line.RuleSet, StringComparer.Ordinal),
            ],
            Line("*", "", counted));
    }

    private static RuleReturnLine Line(string rule, string ruleSet, List<Cell> cells) =>
        new(rule, ruleSet, cells.Sum(cell => cell.Decided), cells.Sum(cell => cell.Returned), cells.Sum(cell => cell.Rerouted), cells.Sum(cell => cell.Overturned), cells.Sum(cell => cell.Wrong))
        {
            Pairs =
            [
                .. cells.Where(cell => cell.Wrong > 0).GroupBy(cell => (cell.From, cell.To), cell => cell.Wrong).Select(pair => new UnitPair(pair.Key.From, pair.Key.To, pair.Sum()))
                    .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.From, StringComparer.Ordinal).ThenBy(pair => pair.To, StringComparer.Ordinal).Take(MostPairs),
            ],
        };

    private static string Statement(FigureScope scope) =>
        $"""
        SELECT rule, rule_set, target, stands, COUNT(*) AS decided, {Count("returned")} AS returned, {Count("rerouted")} AS rerouted, {Count("overturned")} AS overturned,
          {Count("returned OR rerouted OR overturned")} AS wrong
        FROM (
          SELECT COALESCE({scope.Sql.Field("d.explanation", "winningRule")}, '-') AS rule, d.rule_set AS rule_set,
            COALESCE({RuleReturnSql.Target("d")}, '-') AS target, COALESCE({RuleReturnSql.Stands}, '-') AS stands,
            {RuleReturnSql.Returned} AS returned, {RuleReturnSql.Rerouted} AS rerouted, {RuleReturnSql.Overturned} AS overturned
          FROM reports r JOIN assignments d ON d.report_id = r.id AND d."by" = 'rules'
            AND d.on_version = (SELECT MAX(x.on_version) FROM assignments x WHERE x.report_id = r.id AND x."by" = 'rules')
          WHERE {scope.Where("d.unit")} AND {Counted}) AS decisions
        GROUP BY 1, 2, 3, 4
        """;

    private sealed record Cell(string Rule, string RuleSet, string From, string To, long Decided, long Returned, long Rerouted, long Overturned, long Wrong)
    {
        public static Cell Read(DbDataReader row) => new(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Number(row, 4), Number(row, 5), Number(row, 6), Number(row, 7), Number(row, 8));

        private static long Number(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);
    }
}
