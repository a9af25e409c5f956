namespace Hub.Contracts.Channels;

/// <summary>Fetches the bytes of an attachment while the channel still has them.</summary>
public interface IAttachmentSource
{
    string Channel { get; }

    Task<AttachmentResult> FetchAsync(string account, InboundAttachment attachment, CancellationToken cancellationToken);
}

/// <summary>What became of one fetch. The three cases are the whole list.</summary>
public abstract record AttachmentResult
{
    private AttachmentResult()
    {
    }

    public sealed record Content(ReadOnlyMemory<byte> Bytes, string MediaType) : AttachmentResult;

    /// <summary>Will never be had: expired, too large, refused host, wrong hash.</summary>
    public sealed record Gone(string Reason) : AttachmentResult;

    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : AttachmentResult;
}
