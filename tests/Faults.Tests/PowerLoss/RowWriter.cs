using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hub.Faults.Tests.PowerLoss;

/// <summary>The smallest store with promises: one row a transaction, and a line on the output, with the time, when it is committed.</summary>
internal static class RowWriter
{
    public const string Verb = "write-rows";

    public static int Run(string file, string synchronous, int rows)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA wal_autocheckpoint = 50;");
        Execute(connection, "CREATE TABLE raw_bodies (key TEXT PRIMARY KEY, sealed BLOB NOT NULL)");
        for (var number = 0; number < rows; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"row-{number:D5}");
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO raw_bodies (key, sealed) VALUES (@key, randomblob(900))";
            insert.Parameters.AddWithValue("@key", key);
            insert.ExecuteNonQuery();
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key} {TimeProvider.System.GetUtcNow().UtcTicks}"));
            Console.Out.Flush();
        }

        return 0;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
