using Hub.Router.Persistence;
using static Hub.Router.Accountability.ClockSql;

namespace Hub.Router.Accountability;

/// <summary>hub report routing: what the rules decided on these reports, by rule set, and what people and units made of it.</summary>
/// <remarks>The rules decide first and perhaps again while a report is in triage by them alone; their last decision counts. What was decided after it was decided by a person or a unit.</remarks>
internal static class RoutingFigures
{
    public static readonly IReadOnlyList<FigureMeasure> Measures =
    [
        FigureMeasure.Sum("decided", "Diputuskan aturan"),
        new(new FigureColumn("automaticShare", "Otomatis", FigureKind.Share), sums => sums.Share("automatic", "decided")),
        FigureMeasure.Sum("automatic", "Otomatis (jumlah)", shown: false),
        FigureMeasure.Sum("not_ours", "Bukan kewenangan", id: "notOurs"),
        FigureMeasure.Sum("triage", "Triase"),
        FigureMeasure.Sum("suggested", "Triase dengan saran", shown: false),
        FigureMeasure.Sum("suggestion_taken", "Saran diikuti", id: "suggestionTaken"),
        FigureMeasure.Sum("returned", "Dikembalikan unit"),
        new(new FigureColumn("returnedShare", "Dikembalikan dari yang otomatis", FigureKind.Share), sums => sums.Share("returned", "automatic")),
        FigureMeasure.Sum("rerouted", "Dialihkan ke unit lain"),
    ];

    public static Task CountAsync(HubDbContext db, FigureScope scope, FigureRows rows, CancellationToken cancellationToken) =>
        db.SumAsync((Decisions(scope), scope.Values()), rows, cancellationToken, keys: 2);

    private static string Decisions(FigureScope scope) =>
        $"""
        SELECT key, rule_set, COUNT(*) AS decided, {Count("outcome = 'Assigned'")} AS automatic, {Count("outcome = 'NotOurs'")} AS not_ours,
          {Count("outcome = 'Triage'")} AS triage, {Count("outcome = 'Triage' AND suggested_unit IS NOT NULL")} AS suggested,
          {Count("outcome = 'Triage' AND suggested_unit IN (next_unit, next_addressee)")} AS suggestion_taken,
          {Count("returned")} AS returned, {Count("rerouted")} AS rerouted
        FROM (
          SELECT {scope.Key("d.unit")} AS key, d.rule_set AS rule_set, d.outcome AS outcome, d.unit AS unit, d.suggested_unit AS suggested_unit,
            n.unit AS next_unit, n.addressee AS next_addressee, {RuleReturnSql.Returned} AS returned, {RuleReturnSql.Rerouted} AS rerouted
          FROM reports r
          JOIN assignments d ON d.report_id = r.id AND d."by" = 'rules'
            AND d.on_version = (SELECT MAX(x.on_version) FROM assignments x WHERE x.report_id = r.id AND x."by" = 'rules')
          LEFT JOIN assignments n ON n.report_id = r.id
            AND n.on_version = (SELECT MIN(y.on_version) FROM assignments y WHERE y.report_id = r.id AND y.on_version > d.on_version AND y."by" <> 'hub')
          WHERE {scope.Where("d.unit")} AND {Counted}) AS decisions
        GROUP BY 1, 2
        """;
}
