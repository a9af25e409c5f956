using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hub.Faults.Check;

/// <summary>Reads the hub's tables past the hub and past the proxies, on both engines; a server when it is a connection string, else a file.</summary>
internal sealed class StoreTables(string store)
{
    private const int Patience = 60;

    public bool IsServer => store.Contains("Host=", StringComparison.Ordinal);

    public string Place => store;

    /// <summary>Empty when the store cannot be asked now.</summary>
    public async Task<IReadOnlyList<string>> AssignedUnitsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync("SELECT DISTINCT unit FROM assignments WHERE unit IS NOT NULL", row => row.Text(0), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, Func<StoreRow, T> read, CancellationToken cancellationToken)
    {
        await using var connection = Connect();
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = Patience;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(new StoreRow(reader)));
        }

        return rows;
    }

    public async Task<long> CountAsync(string sql, CancellationToken cancellationToken) =>
        (await ListAsync(sql, row => row.Number(0), cancellationToken))[0];

    private DbConnection Connect() => IsServer
        ? new NpgsqlConnection(store + ";Timeout=5;Pooling=false")
        : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
}

/// <summary>A row whose types differ between the engines.</summary>
internal readonly struct StoreRow(DbDataReader reader)
{
    public string Text(int column) => reader.IsDBNull(column) ? "" : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!;

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : Text(column);

    public long Number(int column) => reader.IsDBNull(column) ? 0 : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    public bool Flag(int column) => Number(column) != 0;

    public Guid Id(int column) => reader.GetValue(column) is Guid id ? id : Guid.Parse(Text(column));
}
