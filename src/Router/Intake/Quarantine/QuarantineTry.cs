using Hub.Router.Intake.Replay;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake.Quarantine;

/// <summary>One attempt at one entry: a body of a channel is read again, a message of the bus is sent again.</summary>
internal sealed class QuarantineTry(StoredBodies bodies, ReadingAgain again, BusResend resend)
{
    public Task<RetryResult> RunAsync(StoreWrite write, QuarantineEntry entry, CancellationToken cancellationToken) =>
        entry.RawId is { } rawId ? ReadAsync(write, entry, rawId, cancellationToken) : SendAsync(write, entry, cancellationToken);

    private async Task<RetryResult> ReadAsync(StoreWrite write, QuarantineEntry entry, Guid rawId, CancellationToken cancellationToken)
    {
        if (await bodies.ReadAsync(write.Db, rawId, cancellationToken) is not { } body)
        {
            return new RetryResult.StillFails(entry.Id, entry.Code, "The body is not in the archive any more; discard the entry.");
        }

        // Not the body's fault but this process's: another one, with that channel or that key, may read it.
        if (body.Found is { Items: [], Unreadable: [{ Code: "no_reader" or "not_opened" } fault] })
        {
            return new RetryResult.StillFails(entry.Id, fault.Code, fault.Reason);
        }

        var diff = await ArchiveComparison.JudgeAsync(write.Db, body, [], cancellationToken);
        await again.SaveAsync(write, diff, cancellationToken);
        var now = await write.Db.Set<QuarantineEntry>().AsNoTracking().FirstAsync(row => row.Id == entry.Id, cancellationToken);
        return now.SettledAt is null ? new RetryResult.StillFails(now.Id, now.Code, now.Reason) : new RetryResult.Done(now.Id, now.Settled ?? SettledHow.Read);
    }

    private async Task<RetryResult> SendAsync(StoreWrite write, QuarantineEntry entry, CancellationToken cancellationToken)
    {
        string? fault;
        try
        {
            fault = await resend.SendAsync(write, entry, cancellationToken);
        }
        catch (SealException sealFault)
        {
            fault = sealFault.Message;
        }

        return fault is null ? new RetryResult.Done(entry.Id, SettledHow.Sent) : new RetryResult.StillFails(entry.Id, entry.Code, fault);
    }
}
