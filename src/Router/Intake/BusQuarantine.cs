using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;

namespace Hub.Router.Intake;

/// <param name="Source">units, or the queue it came from.</param>
/// <param name="Path">What identifies it there.</param>
public sealed record PutAside(string Source, string Path, string Code, string Reason);

/// <summary>Keeps a message from the bus that could not be used, sealed, with the reason.</summary>
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

    public Task AddAsync(PutAside put, byte[] body, CancellationToken cancellationToken) =>
        store.WriteAsync(
            (write, token) => write.Db.InsertAsync(
                [new QuarantineEntry
                {
                    Id = ids.Next(),
                    Channel = put.Source,
                    Path = put.Path,
                    Code = put.Code,
                    Reason = SafeText.OneLine(put.Reason, 1000),
                    At = clock.GetUtcNow(),
                    Sealed = seal.Close(body, "bus"),
                }],
                token),
            cancellationToken);
}
