using Npgsql;

namespace Hub.Benchmarks.Growth;

/// <summary>Fills a store with copies of what is in it, in large statements, while its further indexes are away.</summary>
internal sealed class StoreFill(string connection)
{
    /// <summary>Rows of the largest table in one statement, more or less.</summary>
    private const int Slice = 20_000;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="reports">So many in all when it is done.</param>
    /// <param name="window">How far back in time they go.</param>
    /// <returns>How many there are.</returns>
    public async Task<long> GrowAsync(long reports, TimeSpan window, bool waiting, CancellationToken cancellationToken)
    {
        await using var store = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = (int)Longest.TotalSeconds, Pooling = false }.ConnectionString);
        await store.OpenAsync(cancellationToken);
        await ExecuteAsync(store, "SET synchronous_commit = off; SET maintenance_work_mem = '512MB'", cancellationToken);
        await ExecuteAsync(store, CloneSql.Functions, cancellationToken);
        var columns = await ColumnsAsync(store, cancellationToken);
        var tables = CloneSql.Tables(columns, waiting);
        var samples = await CountAsync(store, cancellationToken);
        if (samples == 0)
        {
            throw new InvalidOperationException("There is no report in the store that could be multiplied.");
        }

        var copies = (reports + samples - 1) / samples - 1;
        foreach (var table in tables)
        {
            await ExecuteAsync(store, CloneSql.Keep(table), cancellationToken);
        }

        var indexes = await IndexesAsync(store, tables, cancellationToken);
        await EachAsync(store, indexes.Select(index => $"DROP INDEX {index.Name}"), cancellationToken);
        await CloneAsync(store, (tables, columns), (copies, Math.Max(1, (long)window.TotalMilliseconds / Math.Max(1, copies)), Math.Max(1, Slice / samples)), cancellationToken);
        await EachAsync(store, indexes.Select(index => index.Definition), cancellationToken);
        await ExecuteAsync(store, "UPDATE counters SET value = (SELECT max(inbox_place) FROM assignments WHERE 'unit-inbox-' || unit = name) WHERE name LIKE 'unit-inbox-%'", cancellationToken);
        await EachAsync(store, tables.SelectMany(table => (string[])[$"DROP TABLE bench_{table}", $"VACUUM ANALYZE {table}"]), cancellationToken);
        return await CountAsync(store, cancellationToken);
    }

    /// <summary>The oldest first, as they would have come.</summary>
    private static async Task CloneAsync(
        NpgsqlConnection store, (IReadOnlyList<string> Tables, IReadOnlyList<Column> Columns) what, (long Copies, long Apart, long Slice) size, CancellationToken cancellationToken)
    {
        for (var first = size.Copies; first > 0; first -= size.Slice)
        {
            foreach (var table in what.Tables)
            {
                await using var command = new NpgsqlCommand(CloneSql.Insert(table, what.Columns), store);
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = first });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Max(1, first - size.Slice + 1) });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size.Apart });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    /// <summary>A table in parts is described by its whole; its parts are left out.</summary>
    private static async Task<IReadOnlyList<Column>> ColumnsAsync(NpgsqlConnection store, CancellationToken cancellationToken) =>
        await ReadAsync(
            store,
            """
            SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
            JOIN pg_class t ON t.relname = c.table_name AND t.relnamespace = 'public'::regnamespace
            WHERE c.table_schema = 'public' AND t.relkind IN ('r', 'p') AND NOT t.relispartition ORDER BY c.table_name, c.ordinal_position
            """,
            row => new Column(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken);

    /// <summary>Those that are no constraint.</summary>
    private static async Task<IReadOnlyList<(string Name, string Definition)>> IndexesAsync(NpgsqlConnection store, IReadOnlyList<string> tables, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(
            store,
            """
            SELECT i.indexname, i.indexdef, i.tablename FROM pg_indexes i WHERE i.schemaname = 'public'
            AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)
            """,
            row => (Name: row.GetString(0), Definition: row.GetString(1), Table: row.GetString(2)),
            cancellationToken)).Where(index => tables.Contains(index.Table)).Select(index => (index.Name, index.Definition))];

    private static async Task<long> CountAsync(NpgsqlConnection store, CancellationToken cancellationToken) =>
        (await ReadAsync(store, "SELECT count(*) FROM reports", row => row.GetInt64(0), cancellationToken))[0];

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlConnection store, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, store);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<T> all = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            all.Add(read(rows));
        }

        return all;
    }

    private static async Task EachAsync(NpgsqlConnection store, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            await ExecuteAsync(store, statement, cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection store, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, store);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
