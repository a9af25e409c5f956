namespace Hub.Router.Units;

/// <summary>What a unit's key may do.</summary>
public static class UnitScopes
{
    /// <summary>List and get reports, fetch files.</summary>
    public const string Read = "read";

    /// <summary>Say statuses, lay down files.</summary>
    public const string Write = "write";

    public static IReadOnlyList<string> All { get; } = [Read, Write];
}

/// <summary>Who calls, by the key that was shown.</summary>
/// <param name="Prefix">Names the key and opens nothing.</param>
public sealed record UnitCaller(string Unit, string Prefix, IReadOnlyList<string> Scopes)
{
    public bool May(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);
}

/// <summary>One key as operators see it; what opens is not kept.</summary>
public sealed record UnitKeyLine(string Prefix, string Unit, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? UsedAt)
{
    public string StateAt(DateTimeOffset now) => this switch
    {
        { RevokedAt: not null } => "revoked",
        { ExpiresAt: { } end } when end <= now => "expired",
        { ExpiresAt: not null } => "expiring",
        _ => "valid",
    };
}
