namespace Hub.Contracts.Channels;

/// <summary>Who reported. Goes from the normaliser into the vault and from the vault to an entitled channel, and nowhere else (P9).</summary>
public sealed record ReporterIdentity
{
    public string? Name { get; init; }

    /// <summary>E.164 digits with a leading plus.</summary>
    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? Address { get; init; }

    /// <summary>How the channel itself knows the person; also the key by which a later message finds the same reporter.</summary>
    public IReadOnlyList<ChannelIdentity> ChannelIdentities { get; init; } = [];

    /// <summary>The channel's own id of the message to answer, where that id holds a phone number (a wamid).</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Hides the person from logs and debuggers.</summary>
    public override string ToString() => nameof(ReporterIdentity);
}

/// <summary>One way a channel knows a person.</summary>
/// <param name="Kind">Fixed word: wa_phone, wa_bsuid, wa_parent_bsuid, phone, account.</param>
public sealed record ChannelIdentity(string Kind, string Value)
{
    /// <summary>Hides the person from logs and debuggers.</summary>
    public override string ToString() => Kind;
}
