namespace Hub.Contracts.Channels;

/// <summary>Takes what a channel pushes. The answer comes after the commit, so that a 2xx is a promise (P1).</summary>
public interface IChannelInbox
{
    Task<Stored> StoreAsync(RawItem item, CancellationToken cancellationToken);
}

/// <summary>What became of a raw body.</summary>
public enum Stored
{
    /// <summary>Durable now.</summary>
    Yes,

    /// <summary>The same body was durable before.</summary>
    Twin,

    /// <summary>Not durable; the channel must send it again.</summary>
    No,
}
