namespace Hub.Router.Accountability;

/// <summary>What became of the rules' last decision <c>d</c> on report <c>r</c>, as conditions. The words are defined in deploy/FIGURES.md.</summary>
/// <remarks>A successor that carries on the work of a unit that ended (by 'hub') is no decision on where a report belongs.</remarks>
internal static class RuleReturnSql
{
    /// <summary>The first word after it, by a person or a unit, is that of the unit which had the report at that moment.</summary>
    public const string Returned =
        """
        (d.outcome = 'Assigned' AND EXISTS (
          SELECT 1 FROM assignments n WHERE n.report_id = r.id
            AND n.on_version = (SELECT MIN(y.on_version) FROM assignments y WHERE y.report_id = r.id AND y.on_version > d.on_version AND y."by" <> 'hub')
            AND n."by" = (SELECT h.unit FROM assignments h WHERE h.report_id = r.id
              AND h.on_version = (SELECT MAX(z.on_version) FROM assignments z WHERE z.report_id = r.id AND z.on_version < n.on_version))))
        """;

    /// <summary>Given to a unit that is neither the one of the rules nor who carried on its work.</summary>
    public static readonly string Rerouted =
        $"""
        (d.outcome = 'Assigned' AND EXISTS (
          SELECT 1 FROM assignments o WHERE o.report_id = r.id AND o.on_version > d.on_version AND o."by" <> 'hub' AND o.unit <> d.unit AND {NoSuccessor("o")}))
        """;

    /// <summary>The last that a person decided on it is not what the rules had decided or suggested.</summary>
    public static readonly string Overturned =
        $"""
        EXISTS (
          SELECT 1 FROM assignments p WHERE p.report_id = r.id AND p.on_version > d.on_version AND {ByPerson("p")}
            AND {Target("d")} IS NOT NULL AND {Decision("p")} <> {Target("d")} AND {NoSuccessor("p")}
            AND NOT EXISTS (SELECT 1 FROM assignments q WHERE q.report_id = r.id AND q.on_version > p.on_version AND {ByPerson("q")}))
        """;

    /// <summary>Where the report is by its last decision.</summary>
    public static readonly string Stands =
        $"(SELECT {Decision("l")} FROM assignments l WHERE l.report_id = r.id AND l.on_version = (SELECT MAX(m.on_version) FROM assignments m WHERE m.report_id = r.id))";

    /// <summary>What the rules decided, or else leant to.</summary>
    public static string Target(string row) => $"COALESCE({row}.unit, {row}.addressee, {row}.suggested_unit)";

    private static string Decision(string row) => $"COALESCE({row}.unit, {row}.addressee)";

    private static string NoSuccessor(string row) =>
        $"NOT EXISTS (SELECT 1 FROM assignments s WHERE s.report_id = r.id AND s.\"by\" = 'hub' AND s.unit = {row}.unit)";

    /// <summary>Neither the rules, the hub, the report's channel, nor a unit that had the report.</summary>
    private static string ByPerson(string row) =>
        $"({row}.outcome <> 'Triage' AND {row}.\"by\" NOT IN ('rules', 'hub', r.channel) AND NOT EXISTS (SELECT 1 FROM assignments u WHERE u.report_id = r.id AND u.unit = {row}.\"by\"))";
}
