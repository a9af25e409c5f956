using Hub.Router.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Hub.Worker;

/// <summary>
/// Asks the store whether a commit survives a power cut. Some settings and some file systems quietly take back what was
/// acknowledged (RELIABILITY F3, F6, 2.G); such a store is refused.
/// </summary>
internal static class StoreDurability
{
    private static readonly (string Setting, string Wanted)[] Sqlite = [("journal_mode", "wal"), ("synchronous", "2")];

    private static readonly (string Setting, string Wanted)[] Postgres = [("fsync", "on"), ("full_page_writes", "on"), ("synchronous_commit", "not off")];

    /// <exception cref="SettingsException">A commit could be lost; the message names the setting.</exception>
    public static async Task RequireAsync(IDbContextFactory<HubDbContext> contexts, bool embedded, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        foreach (var (setting, wanted) in embedded ? Sqlite : Postgres)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"{(embedded ? "PRAGMA" : "SHOW")} {setting}";
            var found = Convert.ToString(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
            if (wanted == "not off" ? found == "off" : found != wanted)
            {
                throw new SettingsException(embedded
                    ? $"The store's {setting} is {found} and cannot be made {wanted}: a power cut could take back what was acknowledged. Put Store:File on a local disk."
                    : $"The database's {setting} is {found}: a crash could take back what was acknowledged. Set it to on for this server, database and role.");
            }
        }
    }
}
