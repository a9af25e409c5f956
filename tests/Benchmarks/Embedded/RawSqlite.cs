using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Embedded;

/// <summary>The floor under the embedded hub: the same engine with the same durability and nothing else, one writer, 256 rows a commit.</summary>
internal static class RawSqlite
{
    private const int Batch = 256;
    private const int RowBytes = 1200;

    public static double RowsPerSecond(string file, int rows)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE reports (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO reports (id, body) VALUES (@id, @body)";
        var id = insert.Parameters.Add("@id", SqliteType.Integer);
        insert.Parameters.AddWithValue("@body", RandomNumberGenerator.GetBytes(RowBytes));

        var started = Stopwatch.GetTimestamp();
        for (var first = 0; first < rows; first += Batch)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var number in Enumerable.Range(first, Math.Min(Batch, rows - first)))
            {
                id.Value = number;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
