using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Router.Tests.Rig;

/// <summary>A store that can be away, or fail at the last moment.</summary>
internal sealed class StoreFaults : DbTransactionInterceptor
{
    public Exception? AtBegin { get; set; }

    public Exception? AtCommit { get; set; }

    /// <summary>What happens while a commit is on its way; it is given the token of whoever commits.</summary>
    public Func<CancellationToken, Task> DuringCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs once, after the commit reached the file.</summary>
    public Exception? AfterCommitOnce { get; set; }

    public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
        AtBegin is { } fault ? throw fault : ValueTask.FromResult(result);

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        await DuringCommit(cancellationToken);
        return AtCommit is { } fault ? throw fault : result;
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var fault = AfterCommitOnce;
        AfterCommitOnce = null;
        return fault is null ? Task.CompletedTask : throw fault;
    }
}

/// <summary>A fault of the kind a driver calls transient: the whole transaction may be tried again.</summary>
internal sealed class TransientFault() : DbException("the connection was lost")
{
    public override bool IsTransient => true;
}
