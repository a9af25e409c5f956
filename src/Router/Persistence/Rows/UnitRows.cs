namespace Hub.Router.Persistence.Rows;

/// <summary>A unit's webhook that fails or is switched off; one that is well has no row.</summary>
internal sealed record UnitWebhook
{
    public required string Unit { get; init; }

    /// <summary>The first failure since the last time the unit's server took a call.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>From then on nothing is pushed; events are kept and wait.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>A person's account, or the hub.</summary>
    public string? DisabledBy { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A file that a unit laid down with a report, sealed like the files of citizens.</summary>
internal sealed record UnitFile
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required string Unit { get; init; }

    /// <summary>The unit's idempotency key: the same one again gives the same file.</summary>
    public required string Key { get; init; }

    public required string MediaType { get; init; }

    public string? FileName { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Null when its time was over.</summary>
    public byte[]? Sealed { get; init; }

    public required DateTimeOffset At { get; init; }
}
