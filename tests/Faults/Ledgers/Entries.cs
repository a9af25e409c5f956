namespace Hub.Faults.Ledgers;

/// <summary>A report that left a citizen's hands; whether it was accepted stands elsewhere.</summary>
/// <param name="ExternalId">What the hub must call it, worked out from outside.</param>
/// <param name="Handle">How the channel finds the citizen or the case: a phone, a ticket number, a tracking id.</param>
/// <param name="Citizen">Whose canaries it carries.</param>
/// <param name="Scenario">Reports of one scenario and channel say the same and must be decided the same (S5).</param>
internal sealed record SentReport(DateTimeOffset At, string Channel, string ExternalId, string Handle, int Citizen, string Scenario)
{
    public bool Anonymous { get; init; }

    public bool Secret { get; init; }

    /// <summary>SHA-256 of its photo, in hex.</summary>
    public string? Photo { get; init; }

    /// <summary>Sent with a wrong signature, cut or from a stranger: it must change nothing (S10).</summary>
    public bool Forged { get; init; }
}

/// <summary>The hub has answered 200, or a polled channel has put it into its feed.</summary>
internal sealed record AcceptedReport(DateTimeOffset At, string Channel, string ExternalId);

/// <summary>Something that a unit got, copies of it too.</summary>
/// <param name="Way">queue, webhook or pull.</param>
internal sealed record UnitReceipt(DateTimeOffset At, string Unit, string EventId, string Type, Guid ReportId, string Way)
{
    /// <summary>The unit's address under which it came does not belong to the unit named in it.</summary>
    public string? NamedUnit { get; init; }

    /// <summary>For a report that hides its citizen: the reference that should not be there.</summary>
    public bool HasReporter { get; init; }
}

/// <summary>What a unit said and the hub or its queue took.</summary>
/// <param name="Key">As the hub keeps it.</param>
internal sealed record UnitReply(DateTimeOffset At, string Unit, string Key, Guid ReportId, string Status, string Way);

/// <summary>What a channel was told, in the order of arrival.</summary>
/// <param name="Effective">It changed what the citizen sees; false for a copy that the channel recognised.</param>
internal sealed record ChannelStatus(DateTimeOffset At, string Channel, string Handle, Guid? OperationId, bool Effective);

/// <summary>One attempt to hand over a webhook.</summary>
/// <param name="Status">0 when no answer came.</param>
internal sealed record WebhookAttempt(DateTimeOffset At, double Milliseconds, int Status);
