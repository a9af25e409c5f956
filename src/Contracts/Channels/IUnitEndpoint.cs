namespace Hub.Contracts.Channels;

/// <summary>Pushes one message to a unit's own application.</summary>
public interface IUnitEndpoint
{
    Task<SyncResult> PushAsync(UnitPush push, CancellationToken cancellationToken);
}

/// <summary>One CloudEvent for one unit's webhook.</summary>
/// <param name="MessageId">Stable over all attempts; the receiver drops repeats by it.</param>
/// <param name="Secrets">Signing secrets in the Standard Webhooks form (whsec_…), newest first; two during a rotation.</param>
/// <param name="Body">CloudEvents JSON.</param>
public sealed record UnitPush(string MessageId, Uri Address, IReadOnlyList<string> Secrets, ReadOnlyMemory<byte> Body)
{
    /// <summary>Hides the secrets from logs and debuggers.</summary>
    public override string ToString() => MessageId;
}
