using System.Collections.Frozen;
using System.Security.Cryptography;
using Hub.Contracts.Channels;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Router.Intake;

/// <summary>Fetches files while the channel still has them, and keeps them sealed.</summary>
[DisallowConcurrentExecution]
internal sealed class AttachmentFetch(HubStore store, Leases leases, IEnumerable<IAttachmentSource> sources, Seal seal, TimeProvider clock) : IJob
{
    public const string Purpose = "attachment";

    private const int Most = 32;
    private const int MostAttempts = 12;

    private readonly FrozenDictionary<string, IAttachmentSource> byChannel = sources.ToFrozenDictionary(source => source.Channel);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("attachments", Leases.Short, cancellationToken) is null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var channels = byChannel.Keys.ToList();
        var due = await store.ReadAsync(
            (db, token) => db.Set<Attachment>().AsNoTracking()
                .Where(file => file.State == AttachmentState.Pending && file.NextAt <= now && channels.Contains(file.Channel))
                .OrderBy(file => file.NextAt).Take(Most).ToListAsync(token),
            cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
            async (file, token) => await FetchAsync(file, token));
    }

    private async Task FetchAsync(Attachment file, CancellationToken cancellationToken)
    {
        var wanted = new InboundAttachment(file.ExternalId, file.MediaType, file.FileName, file.Size, file.Sha256);
        var result = await TryAsync(file, wanted, cancellationToken);
        var settled = result switch
        {
            AttachmentResult.Content content => file with
            {
                State = AttachmentState.Stored,
                Sealed = seal.Close(content.Bytes.Span, Purpose),
                Size = content.Bytes.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span)),
                MediaType = content.MediaType,
            },
            AttachmentResult.Gone gone => file with { State = AttachmentState.Gone, Fault = IdentityMask.OneLine(gone.Reason) },
            AttachmentResult.Unavailable away when file.Attempts >= MostAttempts => file with { State = AttachmentState.Gone, Fault = IdentityMask.OneLine(away.Reason) },
            AttachmentResult.Unavailable away => file with
            {
                NextAt = clock.GetUtcNow() + (away.RetryAfter ?? Backoff.After(file.Attempts, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1))),
                Fault = IdentityMask.OneLine(away.Reason),
            },
            var other => throw new InvalidOperationException($"There is no case for {other.GetType().Name}."),
        };
        await SaveAsync(settled, cancellationToken);
    }

    /// <summary>A source that throws is a bug of that source; the file waits its turn and its neighbours go on.</summary>
    private async Task<AttachmentResult> TryAsync(Attachment file, InboundAttachment wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await byChannel[file.Channel].FetchAsync(file.Account, wanted, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new AttachmentResult.Unavailable($"The source failed with {fault.GetType().Name}.");
        }
    }

    private Task SaveAsync(Attachment file, CancellationToken cancellationToken) =>
        store.WriteAsync(
            (write, token) => write.Db.Set<Attachment>().Where(row => row.Id == file.Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, file.State).SetProperty(row => row.Sealed, file.Sealed)
                    .SetProperty(row => row.Size, file.Size).SetProperty(row => row.Sha256, file.Sha256).SetProperty(row => row.MediaType, file.MediaType)
                    .SetProperty(row => row.NextAt, file.NextAt).SetProperty(row => row.Attempts, row => row.Attempts + 1).SetProperty(row => row.Fault, file.Fault),
                token),
            cancellationToken);
}
