using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Worker;

/// <summary>What must be true before the first request: nobody else works on an embedded store, and the schema is one this program knows.</summary>
internal static class HubStart
{
    /// <returns>The embedded store's lock, to be held while the hub runs; null in the production shape.</returns>
    /// <exception cref="SettingsException">The hub must not start; the message says what to do.</exception>
    public static async Task<IDisposable?> PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var embedded = services.GetRequiredService<IOptions<HubOptions>>().Value.Shape is HubShape.Embedded;
        var lockFile = embedded ? OnlyProcess(services.GetRequiredService<IOptions<StoreOptions>>().Value.File) : null;
        try
        {
            await RequireSchemaAsync(services.GetRequiredService<HubSchema>(), embedded, cancellationToken);
            await StoreDurability.RequireAsync(services.GetRequiredService<IDbContextFactory<HubDbContext>>(), embedded, cancellationToken);
            await services.GetRequiredService<WorkCalendars>().LoadAsync(cancellationToken);
            return lockFile;
        }
        catch
        {
            await (lockFile?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    private static async Task RequireSchemaAsync(HubSchema schema, bool embedded, CancellationToken cancellationToken)
    {
        switch (await schema.JudgeAsync(cancellationToken))
        {
            case SchemaState.Current:
                return;
            case SchemaState.Empty when embedded:
                await schema.MigrateAsync(cancellationToken);
                return;
            case SchemaState.Empty:
                throw new SettingsException("The database is empty; run: hub migrate");
            case SchemaState.Older older:
                throw new SettingsException($"The database lacks {string.Join(", ", older.Missing)}; make a backup and run: hub migrate");
            case SchemaState.Unknown unknown:
                throw new SettingsException($"The database was made by a newer hub ({string.Join(", ", unknown.Extra)}); run that version.");
            default:
                throw new InvalidOperationException("There is no such schema state.");
        }
    }

    /// <summary>Two hubs on one file would share one writer badly; the second does not start.</summary>
    private static FileStream OnlyProcess(string store)
    {
        var path = Path.GetFullPath(store) + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new SettingsException($"Another hub runs on {store}; stop it first, or give this one its own Store:File.");
        }
    }
}
