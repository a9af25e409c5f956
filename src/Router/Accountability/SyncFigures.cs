using Hub.Router.Persistence;
using static Hub.Router.Accountability.ClockSql;

namespace Hub.Router.Accountability;

/// <summary>hub report sync: what channels were told of these reports, and how long a unit's word took to get there.</summary>
internal static class SyncFigures
{
    /// <summary>Only a unit says these; all other states are the hub's own words.</summary>
    private const string UnitWords = "l.state IN ('Acknowledged', 'InProgress', 'WaitingReporter', 'Postponed', 'Answered', 'Archived')";

    public static readonly IReadOnlyList<FigureMeasure> Measures =
    [
        FigureMeasure.Sum("statuses", "Status"),
        FigureMeasure.Sum("told", "Disampaikan"),
        FigureMeasure.Sum("waiting", "Menunggu"),
        FigureMeasure.Sum("parked", "Ditahan"),
        FigureMeasure.Sum("refused", "Ditolak kanal"),
        FigureMeasure.Sum("by_person", "Menunggu petugas", id: "waitingPerson"),
        FigureMeasure.Sum("dropped", "Tidak disampaikan"),
        FigureMeasure.Sum("blind", "Diulang tanpa kepastian", id: "blindRepeats"),
        FigureMeasure.Sum("seen", "Terlihat di kanal", id: "seenThere"),
        FigureMeasure.Sum("measured", "Kata unit yang sampai", shown: false, id: "unitWordsTold"),
        new(new FigureColumn("p50Seconds", "Dari unit ke kanal, median", FigureKind.Seconds), sums => sums.Find("p50")),
        new(new FigureColumn("p95Seconds", "Dari unit ke kanal, persentil 95", FigureKind.Seconds), sums => sums.Find("p95")),
    ];

    public static async Task CountAsync(HubDbContext db, FigureScope scope, FigureRows rows, CancellationToken cancellationToken)
    {
        await db.SumAsync((Outcomes(scope), scope.Values()), rows, cancellationToken);
        await db.SumAsync((Percentiles(scope, Key(scope)), scope.Values()), rows, cancellationToken);
    }

    /// <summary>Percentiles do not add up: those of all are taken from all.</summary>
    public static async Task<FigureSums> TotalAsync(HubDbContext db, FigureScope scope, FigureSums total, CancellationToken cancellationToken)
    {
        var all = new FigureRows();
        await db.SumAsync((Percentiles(scope, "'*'"), scope.Values()), all, cancellationToken);
        total.Set("p50", all.Of("*").Find("p50"));
        total.Set("p95", all.Of("*").Find("p95"));
        return total;
    }

    private static string Key(FigureScope scope) => scope.Key("l.unit_code", "l.channel");

    private static string Outcomes(FigureScope scope) =>
        $"""
        SELECT {Key(scope)} AS key, COUNT(*) AS statuses, {Count("l.outcome = 'Delivered'")} AS told, {Count("l.outcome IN ('Pending', 'Unknown')")} AS waiting,
          {Count("l.outcome = 'Parked'")} AS parked, {Count("l.outcome = 'Rejected'")} AS refused, {Count("l.outcome = 'WaitingPerson'")} AS by_person,
          {Count("l.outcome = 'Dropped'")} AS dropped, SUM(l.blind_repeats) AS blind, {Count("s.seen_at IS NOT NULL")} AS seen
        FROM reports r JOIN status_ledger l ON l.report_id = r.id LEFT JOIN status_sightings s ON s.operation_id = l.id
        WHERE {scope.Where("l.unit_code")} GROUP BY 1
        """;

    /// <summary>Nearest rank, exact: the engine sorts within its own memory limit and gives back two rows a key.</summary>
    private static string Percentiles(FigureScope scope, string key) =>
        $"""
        SELECT key, CASE WHEN place = 1 THEN n END AS measured, CASE WHEN place = (n * 50 + 99) / 100 THEN lag END AS p50, CASE WHEN place = (n * 95 + 99) / 100 THEN lag END AS p95
        FROM (
          SELECT key, lag, ROW_NUMBER() OVER (PARTITION BY key ORDER BY lag) AS place, COUNT(*) OVER (PARTITION BY key) AS n
          FROM (
            SELECT {key} AS key, {scope.Sql.Seconds("l.occurred_at", "l.settled_at")} AS lag
            FROM reports r JOIN status_ledger l ON l.report_id = r.id
            WHERE {scope.Where("l.unit_code")} AND l.outcome = 'Delivered' AND l.settled_at IS NOT NULL AND {UnitWords}) AS lags) AS ranked
        WHERE place = 1 OR place = (n * 50 + 99) / 100 OR place = (n * 95 + 99) / 100
        """;
}
