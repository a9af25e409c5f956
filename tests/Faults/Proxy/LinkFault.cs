namespace Hub.Faults.Proxy;

/// <summary>What goes wrong on a link.</summary>
internal enum LinkTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Open connections are reset and nobody listens.</summary>
    Refuse,

    /// <summary>Open and new connections are reset.</summary>
    Reset,

    /// <summary>Everything stays open and nothing moves, as with a frozen peer.</summary>
    BlackHole,

    /// <summary>What the client says arrives; the answers do not.</summary>
    HalfOpen,

    /// <summary>Each piece is late; some connections are reset.</summary>
    Slow,

    /// <summary>A narrow line.</summary>
    Throttle,

    /// <summary>A connection is reset after so many bytes of the client.</summary>
    CutAfter,

    /// <summary>The server does what the client asked with this word; the answer is swallowed and the connection reset.</summary>
    SwallowAnswer,
}

/// <param name="Trouble">Which one; the other members belong to some of them.</param>
internal sealed record LinkFault(LinkTrouble Trouble)
{
    public static LinkFault None { get; } = new(LinkTrouble.None);

    public TimeSpan Delay { get; init; }

    public TimeSpan Jitter { get; init; }

    /// <summary>Share of pieces after which the connection is reset.</summary>
    public double Resets { get; init; }

    public int BytesPerSecond { get; init; } = 10 * 1024;

    public long Bytes { get; init; }

    /// <summary>The word in what the client says, and the share of times that its answer is lost.</summary>
    public ReadOnlyMemory<byte> Word { get; init; }

    public double Share { get; init; } = 1;
}
