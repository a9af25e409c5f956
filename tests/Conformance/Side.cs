namespace Hub.Conformance;

/// <summary>What a channel may have. A rule needs some of them; a connector without one says why, and exactly those rules are skipped.</summary>
public enum Side
{
    /// <summary>Turns raw bodies into items.</summary>
    Reading,

    /// <summary>Anonim and rahasia.</summary>
    Flags,

    /// <summary>A signed call of the channel to the hub.</summary>
    Webhook,

    /// <summary>The call brings the report itself, which must be durable before the answer.</summary>
    Push,

    Poll,

    /// <summary>Tells the channel what became of a report.</summary>
    Status,

    /// <summary>The channel can be asked whether it has an operation.</summary>
    ReadBack,

    /// <summary>The channel drops a repeat of the same operation.</summary>
    OperationKey,

    /// <summary>A credential that ends and is fetched again.</summary>
    Token,

    Probe,
}
