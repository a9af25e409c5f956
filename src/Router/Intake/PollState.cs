namespace Hub.Router.Intake;

/// <summary>How the last poll of an account went, for health.</summary>
/// <param name="At">Null when this hub has not polled it yet.</param>
/// <param name="Fault">Null when it went well.</param>
public sealed record PollState(string Channel, string Account, DateTimeOffset? At, DateTimeOffset? LastGood, string? Fault)
{
    /// <summary>Another hub polls this account; this one stands by.</summary>
    public bool StandsBy { get; init; }

    /// <summary>When the next poll is to begin; while one runs, the latest time by which it ends.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>The channel asked to be left alone until then; a wish to poll at once waits for it too.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The pause the channel asks for between two polls.</summary>
    public TimeSpan Interval { get; init; }

    internal string Lease => $"poll:{Channel}:{Account}";

    /// <summary>Three times the pause, and no less than a minute, over the time: nobody polls any more.</summary>
    internal bool IsDead(DateTimeOffset now) => now > Due + Grace;

    private TimeSpan Grace => Interval * 3 > TimeSpan.FromMinutes(1) ? Interval * 3 : TimeSpan.FromMinutes(1);
}
