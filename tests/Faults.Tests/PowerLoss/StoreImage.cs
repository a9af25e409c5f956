using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Hub.Faults.Tests.PowerLoss;

/// <summary>A disk image, opened as the hub would open it after the power came back.</summary>
internal sealed class StoreImage : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <summary>In memory where the system has such a place: thousands of images are written.</summary>
    private readonly string folder = Directory.CreateDirectory(
        Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"hub-power-{RandomNumberGenerator.GetHexString(12, lowercase: true)}")).FullName;

    /// <returns>The keys of all rows, or why the store is no good.</returns>
    public ImageVerdict Judge(IReadOnlyDictionary<string, byte[]> files, string store)
    {
        foreach (var old in Directory.GetFiles(folder))
        {
            File.Delete(old);
        }

        foreach (var (name, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        try
        {
            return Open(Path.Combine(folder, store));
        }
        catch (SqliteException fault)
        {
            return new ImageVerdict([], $"SQLite error {fault.SqliteErrorCode}: {fault.Message}");
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static ImageVerdict Open(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        Words(connection, "PRAGMA journal_mode = WAL");
        Words(connection, "PRAGMA synchronous = FULL");
        var health = string.Join("; ", Words(connection, "PRAGMA integrity_check"));
        var hasRows = Words(connection, "SELECT name FROM sqlite_master WHERE name = 'raw_bodies'").Count > 0;
        return new ImageVerdict(hasRows ? [.. Words(connection, "SELECT key FROM raw_bodies")] : [], health is "ok" ? null : health);
    }

    private static List<string> Words(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> words = [];
        while (reader.Read())
        {
            words.Add(reader.GetString(0));
        }

        return words;
    }
}

/// <param name="Damage">Null for a store in order.</param>
internal sealed record ImageVerdict(HashSet<string> Keys, string? Damage);
