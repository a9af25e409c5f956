using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Router.Persistence;

/// <summary>
/// Statements to PostgreSQL. Within a write those whose answer nobody needs are put off: they go over the wire with the next one
/// that is asked, at the latest before the commit, in the order in which they were given.
/// </summary>
internal static class RoundTrips
{
    public static DbBatchCommand Statement(this HubDbContext db, string text, IEnumerable<DbParameter> parameters)
    {
        var statement = DbProviderFactories.GetFactory(db.Database.GetDbConnection())!.CreateBatchCommand()!;
        statement.CommandText = text;
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    /// <summary>Nobody needs to know what it did; if it fails, the next statement or the commit fails with it.</summary>
    public static Task LaterAsync(this HubDbContext db, DbBatchCommand statement, CancellationToken cancellationToken)
    {
        if (db.PutOff is not { } putOff)
        {
            return db.NowAsync(statement, static (batch, stop) => batch.ExecuteNonQueryAsync(stop), cancellationToken);
        }

        putOff.Add(statement);
        return Task.CompletedTask;
    }

    /// <summary>Runs the statement behind those that were put off.</summary>
    /// <param name="run">None of those that were put off has rows: the first result is that of the statement.</param>
    public static async Task NowAsync(this HubDbContext db, DbBatchCommand statement, Func<DbBatch, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        // Within a transaction the connection is open already; the two calls then count up and down.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = Gathered(db);
            batch.BatchCommands.Add(statement);
            await run(batch, cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Brings what was put off to the store.</summary>
    public static async Task SendPutOffAsync(this HubDbContext db, CancellationToken cancellationToken)
    {
        if (db.PutOff is { Count: > 0 })
        {
            await using var batch = Gathered(db);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Commits; behind statements that were put off the commit goes over the wire with them, and is not reached if one of them fails.</summary>
    public static async Task CommitAsync(this HubDbContext db, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        if (db.PutOff is not { Count: > 0 })
        {
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        await db.LaterAsync(db.Statement("COMMIT", []), cancellationToken);
        await db.SendPutOffAsync(cancellationToken);
    }

    private static DbBatch Gathered(HubDbContext db)
    {
        var batch = db.Database.GetDbConnection().CreateBatch();
        batch.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var earlier in db.PutOff ?? [])
        {
            batch.BatchCommands.Add(earlier);
        }

        db.PutOff?.Clear();
        return batch;
    }
}

/// <summary>What Entity Framework asks within a write sees what was put off before it.</summary>
public sealed class PutOffFirst : DbCommandInterceptor
{
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await SendAsync(eventData, cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await SendAsync(eventData, cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        await SendAsync(eventData, cancellationToken);
        return result;
    }

    private static Task SendAsync(CommandEventData eventData, CancellationToken cancellationToken) =>
        eventData.Context is HubDbContext db ? db.SendPutOffAsync(cancellationToken) : Task.CompletedTask;
}
