using Hub.Testing;
using Microsoft.Data.Sqlite;

namespace Hub.Determinism.Tests.Outside;

/// <summary>What a crash leaves: the store's file, and everything outside the process. A copy of it is the world after a kill at that instant.</summary>
internal sealed class World : IDisposable
{
    private readonly Lock gate = new();
    private Scenery scenery;

    private World(string file, Scenery scenery)
    {
        File = file;
        this.scenery = scenery;
        Clock = new StoppedClock(scenery.Now);
    }

    public string File { get; }

    public StoppedClock Clock { get; }

    public Scenery Scenery
    {
        get
        {
            lock (gate)
            {
                return scenery with { Now = Clock.GetUtcNow() };
            }
        }
    }

    public string Connection => new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = 10 }.ToString();

    public static World Begin(Func<Scenery, Scenery>? change = null)
    {
        var scenery = new Scenery { Now = Scene.Start };
        return new World(StoreFiles.Fresh(), change is null ? scenery : change(scenery));
    }

    public void Change(Func<Scenery, Scenery> change)
    {
        lock (gate)
        {
            scenery = change(scenery);
        }
    }

    /// <summary>The world as a kill at this instant would leave it: an open transaction is not in it.</summary>
    public World Copy() => new(StoreFiles.Copy(File), Scenery);

    /// <summary>The same, with the store of another instant: what a disk that lies would leave.</summary>
    public World Copy(World storeOf) => new(StoreFiles.Copy(storeOf.File), Scenery);

    public void Dispose()
    {
        using (var connection = new SqliteConnection(Connection))
        {
            SqliteConnection.ClearPool(connection);
        }

        System.IO.File.Delete(File);
    }
}
