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
    /// <summary>
    /// A statement that finds its rows by keys does so by one plan at any size of a table, if it may walk along none: to plan it anew
    /// each time took a fifth of the store's work where batches are small. Whatever else is asked is planned for the size of now.
    /// </summary>
    internal static readonly string[] PlanOnce = ["SET LOCAL plan_cache_mode = force_generic_plan", "SET LOCAL enable_seqscan = off"];

    private static readonly string[] PlanAnew = ["SET LOCAL plan_cache_mode TO DEFAULT", "SET LOCAL enable_seqscan TO DEFAULT"];

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
    public static Task LaterAsync(this HubDbContext db, AskedStatement asked, CancellationToken cancellationToken)
    {
        if (db.PutOff is not { } putOff)
        {
            return db.NowAsync(asked, static (batch, stop) => batch.ExecuteNonQueryAsync(stop), cancellationToken);
        }

        putOff.Add(asked);
        return Task.CompletedTask;
    }

    /// <summary>Runs the statement behind those that were put off.</summary>
    /// <param name="run">None of those that were put off has rows: the first result is that of the statement.</param>
    public static async Task NowAsync(this HubDbContext db, AskedStatement asked, Func<DbBatch, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        // Within a transaction the connection is open already; the two calls then count up and down.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = Gathered(db, asked.IsByKey);
            batch.BatchCommands.Add(asked.Command);
            await run(batch, cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Brings what was put off to the store, before something that is planned anew.</summary>
    public static async Task SendPutOffAsync(this HubDbContext db, CancellationToken cancellationToken)
    {
        if (db.PutOff is { Count: > 0 } || db.PlansOnce)
        {
            await using var batch = Gathered(db, isByKey: false);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Commits; behind statements that were put off the commit goes over the wire with them, and is not reached if one of them fails.</summary>
    public static async Task CommitAsync(this HubDbContext db, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        if (db.PutOff is not { Count: > 0 } putOff)
        {
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        await using var batch = Gathered(db, putOff[^1].IsByKey);
        batch.BatchCommands.Add(db.Statement("COMMIT", []));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="isByKey">Of the statement that is to follow.</param>
    private static DbBatch Gathered(HubDbContext db, bool isByKey)
    {
        var batch = db.Database.GetDbConnection().CreateBatch();
        batch.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var earlier in db.PutOff ?? [])
        {
            Plan(db, batch, earlier.IsByKey);
            batch.BatchCommands.Add(earlier.Command);
        }

        db.PutOff?.Clear();
        Plan(db, batch, isByKey);
        return batch;
    }

    /// <summary>The settings last to the end of the transaction: outside of one each statement is planned anew.</summary>
    private static void Plan(HubDbContext db, DbBatch batch, bool once)
    {
        if (db.PutOff is null || db.PlansOnce == once)
        {
            return;
        }

        foreach (var setting in once ? PlanOnce : PlanAnew)
        {
            batch.BatchCommands.Add(db.Statement(setting, []));
        }

        db.PlansOnce = once;
    }
}

/// <summary>A statement with its values, on its way to PostgreSQL.</summary>
/// <param name="IsByKey">Whether it finds each row by a key (<see cref="SetStatement.IsByKey"/>).</param>
internal sealed record AskedStatement(DbBatchCommand Command, bool IsByKey);

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
