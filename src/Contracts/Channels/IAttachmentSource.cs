namespace Hub.Contracts.Channels;

/// <summary>Fetches the bytes of an attachment while the channel still has them.</summary>
public interface IAttachmentSource
{
    string Channel { get; }

    Task<AttachmentResult> FetchAsync(string account, InboundAttachment attachment, CancellationToken cancellationToken);
}

/// <summary>What became of one fetch. The four cases are the whole list.</summary>
public abstract record AttachmentResult
{
    private AttachmentResult()
    {
    }

    public sealed record Content(ReadOnlyMemory<byte> Bytes, string MediaType) : AttachmentResult;

    /// <summary>Will never be had: expired, too large.</summary>
    public sealed record Gone(string Reason) : AttachmentResult;

    /// <summary>Bytes came that do not have the hash which the channel named: hurt on their way, unless they are so each time.</summary>
    public sealed record Hurt(string Reason) : AttachmentResult;

    /// <summary>Not for now: asked again as long as channels keep a file.</summary>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : AttachmentResult;
}
