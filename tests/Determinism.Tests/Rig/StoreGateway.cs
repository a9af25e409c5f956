using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Determinism.Tests.Rig;

/// <summary>Stands between the hub and its store: each transaction is two steps, its beginning and its commit.</summary>
internal sealed class StoreGateway(Steps steps) : DbTransactionInterceptor
{
    public const string BeginName = "store begin";
    public const string CommitName = "store commit";

    private (Step Step, Trouble Trouble) committing;

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        await steps.Turn(BeginName);
        return steps.Begin(BeginName, hasEffect: false).Trouble is Trouble.None ? result : throw steps.StoreFault();
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        // One writer at a time: the commit that ends is the one that began.
        committing = steps.Begin(CommitName, hasEffect: true);
        return committing.Trouble is Trouble.Undone ? throw steps.StoreFault() : ValueTask.FromResult(result);
    }

    public override async Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var (step, trouble) = committing;
        steps.Done(step);
        await steps.Turn(CommitName);
        if (trouble is Trouble.Lost)
        {
            throw steps.StoreFault();
        }
    }
}

/// <summary>A fault that a driver calls transient: the transaction may be tried again at once.</summary>
internal sealed class ConnectionLost() : DbException("the connection was lost")
{
    public override bool IsTransient => true;
}

/// <summary>A fault that lasts: the work must come back by itself.</summary>
internal sealed class StoreAway() : DbException("the store is away");
