using System.Security.Cryptography;
using System.Text;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <param name="Source">The queue it came from, and to which a retry sends it.</param>
/// <param name="Path">What identifies it there.</param>
public sealed record PutAside(string Source, string Path, string Code, string Reason);

/// <summary>
/// Keeps a message from the bus that could not be used, sealed, with the reason. The same message put aside twice is one entry;
/// one that was sent again and failed again is open again.
/// </summary>
public sealed class BusQuarantine
{
    private readonly HubStore store;
    private readonly Seal seal;
    private readonly HubIds ids;
    private readonly TimeProvider clock;

    internal BusQuarantine(HubStore store, Seal seal, HubIds ids, TimeProvider clock)
    {
        this.store = store;
        this.seal = seal;
        this.ids = ids;
        this.clock = clock;
    }

    /// <summary>The store is away and nothing is wrong with the message: it is worth waiting for.</summary>
    public bool IsOutage(Exception fault) => store.IsOutage(fault);

    public Task AddAsync(PutAside put, byte[] body, CancellationToken cancellationToken)
    {
        var entry = new QuarantineEntry
        {
            Id = ids.Next(),
            Channel = put.Source,
            Path = put.Path,
            Code = put.Code,
            Reason = SafeText.OneLine(put.Reason, 1000),
            At = clock.GetUtcNow(),
            Sealed = seal.Close(body, BusResend.Purpose),
            Key = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(put.Source + "\n"), .. body])),
        };
        return store.WriteAsync((write, token) => AddAsync(write.Db, entry, token), cancellationToken);
    }

    private static async Task AddAsync(HubDbContext db, QuarantineEntry entry, CancellationToken cancellationToken)
    {
        var same = db.Set<QuarantineEntry>().Where(row => row.Channel == entry.Channel && (row.Key == entry.Key || row.SentAs == entry.Path));
        var known = await same.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Code, entry.Code).SetProperty(row => row.Reason, entry.Reason)
                .SetProperty(row => row.SettledAt, (DateTimeOffset?)null).SetProperty(row => row.Settled, (string?)null).SetProperty(row => row.SettledBy, (string?)null),
            cancellationToken);
        if (known == 0)
        {
            await db.InsertNewAsync([entry], cancellationToken);
        }
    }
}
