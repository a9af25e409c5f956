using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Pipelines;

/// <summary>The store of F1: WAL with synchronous FULL, new, routed and sent in one transaction.</summary>
internal sealed class SqliteTables : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand report;
    private readonly SqliteCommand outbox;
    private readonly SqliteCommand inbox;
    private readonly SqliteCommand route;
    private readonly SqliteCommand sent;

    public SqliteTables(string file)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS reports(id BLOB PRIMARY KEY, unit INT, status INT, body BLOB);
            CREATE TABLE IF NOT EXISTS outbox(id BLOB PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS inbox(id BLOB PRIMARY KEY) WITHOUT ROWID;
            """;
        create.ExecuteNonQuery();
        report = Command("INSERT OR IGNORE INTO reports VALUES($i,$u,0,$b)");
        report.Parameters.Add("$u", SqliteType.Integer);
        report.Parameters.Add("$b", SqliteType.Blob);
        outbox = Command("INSERT OR IGNORE INTO outbox VALUES($i)");
        inbox = Command("INSERT OR IGNORE INTO inbox VALUES($i)");
        route = Command("UPDATE reports SET status = 1 WHERE id = $i");
        sent = Command("DELETE FROM outbox WHERE id = $i");
    }

    public void Commit(IReadOnlyList<Item> added, IReadOnlyList<Item> routed)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var item in added)
        {
            report.Parameters["$u"].Value = item.Unit;
            report.Parameters["$b"].Value = item.Body;
            Run(report, transaction, item.Id);
            Run(outbox, transaction, item.Id);
        }

        foreach (var item in routed)
        {
            if (Run(inbox, transaction, item.Id) == 1)
            {
                Run(route, transaction, item.Id);
            }

            Run(sent, transaction, item.Id);
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[report, outbox, inbox, route, sent])
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private static int Run(SqliteCommand command, SqliteTransaction transaction, Guid id)
    {
        command.Transaction = transaction;
        command.Parameters["$i"].Value = id.ToByteArray(bigEndian: true);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$i", SqliteType.Blob);
        return command;
    }
}
