using Hub.Router.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Determinism.Tests.Outside;

/// <summary>Files of stores in memory where the machine has such a folder; the schema is made once and copied.</summary>
internal static class StoreFiles
{
    private static readonly DirectoryInfo Folder = MakeFolder();
    private static readonly Lazy<string> Template = new(MakeTemplate);
    private static int last;

    public static string Fresh() => Copy(Template.Value);

    public static string Copy(string from)
    {
        var to = Next();
        File.Copy(from, to);
        return to;
    }

    private static string Next() => Path.Combine(Folder.FullName, $"{Interlocked.Increment(ref last)}.db");

    private static DirectoryInfo MakeFolder()
    {
        const string memory = "/dev/shm";
        const string prefix = "hub-worlds-";
        var root = new DirectoryInfo(Directory.Exists(memory) ? memory : Path.GetTempPath());
        var running = System.Diagnostics.Process.GetProcesses().Select(process => $"{prefix}{process.Id}").ToHashSet();

        // A run that was killed could not tidy up after itself.
        foreach (var stale in root.EnumerateDirectories($"{prefix}*").Where(folder => !running.Contains(folder.Name)))
        {
            stale.Delete(recursive: true);
        }

        var folder = root.CreateSubdirectory($"{prefix}{Environment.ProcessId}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder;
    }

    private static string MakeTemplate()
    {
        var file = Next();
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        using (var small = new SqliteConnection(connection))
        {
            // Small pages make a world cheap to copy.
            small.Open();
            using var command = small.CreateCommand();
            command.CommandText = "PRAGMA page_size = 1024; VACUUM;";
            command.ExecuteNonQuery();
        }

        using var db = new HubDbContext(new DbContextOptionsBuilder<HubDbContext>().UseSqlite(connection).ConfigureWarnings(
            warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning)).Options);
        db.Database.Migrate();
        using var plain = new SqliteConnection(connection);
        plain.Open();
        using var journal = plain.CreateCommand();
        journal.CommandText = "PRAGMA journal_mode = DELETE;";
        journal.ExecuteNonQuery();
        return file;
    }
}
