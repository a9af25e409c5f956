using System.Collections.Frozen;
using System.Security.Cryptography;
using Hub.Contracts.Channels;
using Hub.Router.Lifecycle;
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

    /// <summary>Bytes that are hurt twice in a row after so many attempts are always so.</summary>
    private const int MostAttempts = 12;

    /// <summary>Media ids live so long (CHANNELS 1.8); what is asked for later will not come any more.</summary>
    private static readonly TimeSpan KeptByChannels = TimeSpan.FromDays(7);

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
        await SaveAsync(Settled(file, result), cancellationToken);
    }

    private Attachment Settled(Attachment file, AttachmentResult result)
    {
        var now = clock.GetUtcNow();
        return result switch
        {
            AttachmentResult.Content content => file with
            {
                State = AttachmentState.Stored,
                Sealed = seal.Close(content.Bytes.Span, Purpose),
                Size = content.Bytes.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span)),
                MediaType = content.MediaType,
            },
            AttachmentResult.Gone gone => GivenUp(file, gone.Reason),
            AttachmentResult.Hurt hurt when file.Attempts >= MostAttempts && file.Fault == IdentityMask.OneLine(hurt.Reason) => GivenUp(file, hurt.Reason),
            AttachmentResult.Hurt hurt => Again(file, hurt.Reason, TimeSpan.Zero, now),
            AttachmentResult.Unavailable away when now - Steps.MadeAt(file.Id) > KeptByChannels => GivenUp(file, away.Reason),
            AttachmentResult.Unavailable away => Again(file, away.Reason, away.RetryAfter ?? TimeSpan.Zero, now),
            var other => throw new InvalidOperationException($"There is no case for {other.GetType().Name}."),
        };
    }

    private static Attachment GivenUp(Attachment file, string why) => file with { State = AttachmentState.Gone, Fault = IdentityMask.OneLine(why) };

    private static Attachment Again(Attachment file, string why, TimeSpan asked, DateTimeOffset now) => file with
    {
        NextAt = now + Backoff.AtLeast(asked, Backoff.After(file.Attempts, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1))),
        Fault = IdentityMask.OneLine(why),
    };

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

    /// <summary>Another process may have fetched it meanwhile: what it settled stands, and of two failures the first counts. Bytes that came are kept.</summary>
    private Task SaveAsync(Attachment file, CancellationToken cancellationToken)
    {
        var (id, attempts, hasBytes) = (file.Id, file.Attempts, file.State is AttachmentState.Stored);
        return store.WriteAsync(
            (write, token) => write.Db.Set<Attachment>().Where(row => row.Id == id && row.State == AttachmentState.Pending && (hasBytes || row.Attempts == attempts)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, file.State).SetProperty(row => row.Sealed, file.Sealed)
                    .SetProperty(row => row.Size, file.Size).SetProperty(row => row.Sha256, file.Sha256).SetProperty(row => row.MediaType, file.MediaType)
                    .SetProperty(row => row.NextAt, file.NextAt).SetProperty(row => row.Attempts, row => row.Attempts + 1).SetProperty(row => row.Fault, file.Fault),
                token),
            cancellationToken);
    }
}
