namespace Hub.Router.Intake;

/// <summary>Why an item has no place.</summary>
/// <param name="Awaits">What it came before; null when waiting would not help.</param>
internal sealed record Unplaced(string Reason, Awaited? Awaits = null)
{
    /// <summary>Its turn has not come: older words on the same report wait before it.</summary>
    public bool IsBehind { get; init; }
}

/// <summary>Something that may still come, and what becomes of those who waited for it in vain.</summary>
internal sealed record Awaited(string Key, InVain InVain)
{
    public static Awaited Report(string externalId) => new(KeyOf(externalId), InVain.Quarantined);

    /// <summary>What a reaction, an edit or a withdrawal points at; without it the signal means nothing.</summary>
    public static Awaited Target(string externalId) => new(KeyOf(externalId), InVain.Forgotten);

    /// <param name="told">The operation id or the channel's reference of a status of ours.</param>
    public static Awaited Status(string told) => new($"status:{told}", InVain.Noted);

    /// <summary>What waits for an item with this external id waits under this word.</summary>
    public static string KeyOf(string externalId) => $"item:{externalId}";
}

internal enum InVain
{
    /// <summary>A person must look.</summary>
    Quarantined,

    /// <summary>It was not for us: a line that is settled from the start.</summary>
    Noted,

    /// <summary>The raw archive keeps it.</summary>
    Forgotten,
}
