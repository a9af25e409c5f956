using System.Data;
using System.Data.Common;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Persistence;

/// <summary>One transaction in the making: rows through <see cref="Db"/>, messages through <see cref="Send(OutboxMessage)"/>, both or neither.</summary>
internal sealed class StoreWrite(HubDbContext db)
{
    private readonly List<OutboxMessage> messages = [];
    private readonly List<OutboxMessage> rows = [];
    private readonly List<Report> brought = [];

    public HubDbContext Db => db;

    /// <summary>As they leave.</summary>
    public IReadOnlyList<OutboxMessage> Messages => messages;

    /// <summary>As the table holds them.</summary>
    public IReadOnlyList<OutboxMessage> Rows => rows;

    /// <summary>New reports of this write.</summary>
    public IReadOnlyList<Report> Brought => brought;

    public void Send(OutboxMessage message)
    {
        messages.Add(message);
        rows.Add(message);
    }

    public void Send(IEnumerable<OutboxMessage> many)
    {
        foreach (var message in many)
        {
            Send(message);
        }
    }

    /// <summary>A message whose body this transaction keeps as the <see cref="UnitEvent"/> of the same id: it is not written twice.</summary>
    public void SendKept(OutboxMessage message)
    {
        messages.Add(message);
        rows.Add(message.WithoutBody());
    }

    /// <summary>Whoever routes them need not read them again.</summary>
    public void Brings(IReadOnlyList<Report> reports) => brought.AddRange(reports);
}

/// <summary>
/// The way to the database. A write is one short transaction; messages added to it are saved with it and handed to the
/// dispatcher after the commit. With one writer (SQLite) writes wait their turn here instead of on the file's lock.
/// </summary>
internal sealed partial class HubStore(IDbContextFactory<HubDbContext> contexts, StoreShape shape, OutboxQueue outbox, FreshReports fresh, ILogger<HubStore> logger) : IDisposable
{
    private const int Attempts = 4;

    private readonly WriterGate writers = new(shape.Writers);

    /// <summary>Of the only writer there may be: its connection stays open, and with it the statements compiled on it.</summary>
    private HubDbContext? kept;

    public Task<T> WriteAsync<T>(Func<StoreWrite, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => WriteAsync(work, goesAhead: false, cancellationToken);

    /// <summary>For a channel that waits for its answer: ahead of the hub's own work.</summary>
    public Task<T> WriteAheadAsync<T>(Func<StoreWrite, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => WriteAsync(work, goesAhead: true, cancellationToken);

    private async Task<T> WriteAsync<T>(Func<StoreWrite, CancellationToken, Task<T>> work, bool goesAhead, CancellationToken cancellationToken)
    {
        await writers.EnterAsync(goesAhead, cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await OnceAsync(work, cancellationToken);
                }
                catch (Exception fault) when (attempt < Attempts && MayRepeat(fault))
                {
                    // Every key is made by us, so that a commit whose answer was lost shows as a conflict, not as a twin.
                    Log.Repeated(logger, attempt, fault.GetType().Name);
                }
            }
        }
        finally
        {
            writers.Leave();
        }
    }

    public Task WriteAsync(Func<StoreWrite, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync<bool>(
            async (write, token) =>
            {
                await work(write, token);
                return true;
            },
            cancellationToken);

    public async Task<T> ReadAsync<T>(Func<HubDbContext, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await query(db, cancellationToken);
    }

    public void Dispose() => kept?.Dispose();

    /// <summary>The world broke, not the row: the same work may succeed later.</summary>
    public bool IsOutage(Exception fault) => fault switch
    {
        TimeoutException or System.Net.Sockets.SocketException or IOException => true,
        DbException database => database.IsTransient || shape.IsOutage(database) || (database.InnerException is { } inner && IsOutage(inner)),
        { InnerException: { } inner } => IsOutage(inner),
        _ => false,
    };

    private static bool MayRepeat(Exception fault) =>
        fault is OvertakenException or DbException { IsTransient: true } or { InnerException: DbException { IsTransient: true } };

    private async Task<T> OnceAsync<T>(Func<StoreWrite, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        HubDbContext? db = await OpenAsync(cancellationToken);
        try
        {
            var result = await CommitAsync(db, work, cancellationToken);
            if (shape.Writers == 1)
            {
                db.ChangeTracker.Clear();
                (kept, db) = (db, null);
            }

            return result;
        }
        finally
        {
            await (db?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private async Task<HubDbContext> OpenAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref kept, null) is { } open)
        {
            return open;
        }

        return await contexts.CreateDbContextAsync(cancellationToken);
    }

    private async Task<T> CommitAsync<T>(HubDbContext db, Func<StoreWrite, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (shape.Writers == 1 && db.Database.GetDbConnection().State is not ConnectionState.Open)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var write = new StoreWrite(db);
        var leaf = db.Leaf = new LeafInMaking();
        var raised = db.Raised = [];
        db.PutOff = db.HasArrays ? [] : null;
        try
        {
            var result = await work(write, cancellationToken);
            await db.InsertAsync(write.Rows, cancellationToken);
            await db.InsertAsync(leaf.Made, cancellationToken);
            await db.CommitAsync(transaction, cancellationToken);

            // Before the messages that speak of them.
            Keep(write, raised);
            outbox.Offer(write.Messages);
            return result;
        }
        finally
        {
            // The context is lent again: what a failed write left behind is none of the next one's.
            db.PutOff = null;
            db.PlansOnce = false;
            db.Leaf = null;
            db.Raised = null;
        }
    }

    /// <summary>New reports that nothing in the same write has changed again.</summary>
    private void Keep(StoreWrite write, HashSet<Guid> raised)
    {
        fresh.Forget(raised);
        if (fresh.IsAsked && write.Brought.Count > 0)
        {
            var copy = RowShape.Of<Report>(write.Db).Copy;
            fresh.Keep([.. write.Brought.Where(report => !raised.Contains(report.Id)).Select(report => (Report)copy(report))]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A transaction is tried again (attempt {Attempt}) after {Fault}.")]
        public static partial void Repeated(ILogger logger, int attempt, string fault);
    }
}

/// <summary>Another transaction was faster and this one was built on what was there before: it starts again from the beginning.</summary>
internal sealed class OvertakenException(string what) : Exception($"Another transaction was faster with {what}.");

/// <summary>What the engine under the store allows.</summary>
/// <param name="Writers">Transactions at once: 1 for SQLite.</param>
/// <param name="IsOutage">Tells a broken world (file locked, disk full, server gone) from a broken row.</param>
public sealed record StoreShape(int Writers, Func<DbException, bool> IsOutage);
