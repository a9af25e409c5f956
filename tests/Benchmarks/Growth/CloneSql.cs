namespace Hub.Benchmarks.Growth;

/// <summary>One column of the hub's own tables, as the database describes it.</summary>
internal sealed record Column(string Table, string Name, string Type);

/// <summary>
/// Statements that multiply a few real reports of the hub into many older ones: each copy is the same story, moved back in time
/// with all of its ids, so that new rows still stand at the right edge of every index. What is unique by its words gets an ending.
/// </summary>
internal static class CloneSql
{
    /// <summary>Put the milliseconds in front of a time-ordered id that much earlier.</summary>
    public const string Functions = """
        CREATE OR REPLACE FUNCTION bench_id(id uuid, earlier bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
        SELECT (lpad(to_hex(mod(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint - earlier + 281474976710656, 281474976710656)), 12, '0')
            || substr(replace(id::text, '-', ''), 13))::uuid $$;

        -- Each id that stands in quotes in a text.
        CREATE OR REPLACE FUNCTION bench_ids(body text, earlier bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT string_agg(CASE WHEN part ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN bench_id(part::uuid, earlier)::text ELSE part END, '"' ORDER BY place)
        FROM unnest(string_to_array(body, '"')) WITH ORDINALITY AS parts (part, place) $$
        """;

    /// <summary>Words by which rows are told apart.</summary>
    private static readonly string[] Unique = ["number", "external_id", "key", "hash", "event_id", "external_reference", "public_reference"];

    /// <summary>What is still to be done, what belongs to nobody's report, and what a settled report no longer has.</summary>
    private static readonly string[] NeverCloned = ["quarantine", "waiting_items", "operator_acts", "leases", "channel_circuits", "status_sightings", "unit_events", "unit_deliveries"];

    /// <summary>Tables that tell of a report, a body or a person.</summary>
    /// <param name="waiting">Whether messages that have not left are multiplied too.</param>
    public static IReadOnlyList<string> Tables(IReadOnlyList<Column> columns, bool waiting) =>
    [
        .. columns.Where(column => column is { Type: "uuid", Name: "id" or "report_id" or "ref" }).Select(column => column.Table).Distinct()
            .Except(NeverCloned).Where(table => waiting || table != "outbox").Order(StringComparer.Ordinal),
    ];

    /// <summary>Parameters $1 and $2: the first and the last copy; $3: milliseconds between two.</summary>
    public static string Insert(string table, IReadOnlyList<Column> columns)
    {
        var own = columns.Where(column => column.Table == table).ToList();
        return $"INSERT INTO {table} ({string.Join(", ", own.Select(column => Quoted(column.Name)))}) "
            + $"SELECT {string.Join(", ", own.Select(column => Value(table, column)))} FROM bench_{table} CROSS JOIN generate_series($1::bigint, $2::bigint, -1) AS copy ON CONFLICT DO NOTHING";
    }

    public static string Keep(string table) => $"CREATE TABLE bench_{table} AS SELECT * FROM {table}";

    private static string Value(string table, Column column)
    {
        var name = Quoted(column.Name);
        return (table, column) switch
        {
            (_, { Type: "uuid" }) => $"bench_id({name}, copy * $3)",
            (_, { Type: "timestamp with time zone" }) => $"{name} - copy * $3 * interval '1 millisecond'",
            (_, { Type: "text" or "character varying" }) when Unique.Contains(column.Name) => $"{name} || '-' || copy",
            ("outbox", { Name: "body" }) => $"bench_ids({name}, copy * $3)",
            (_, { Name: "inbox_place" }) => $"{name} + copy * (SELECT max(inbox_place) FROM bench_{table})",

            // A leaf without a seal would wait to be sealed.
            ("audit_leaves", { Name: "seal" }) => $"coalesce({name}, 0)",
            _ => name,
        };
    }

    private static string Quoted(string name) => $"\"{name}\"";
}
