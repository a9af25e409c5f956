using Hub.Contracts.Reports;

namespace Hub.Contracts.Channels;

/// <summary>Something a channel told the hub. The cases nested here are the whole list.</summary>
/// <param name="Path">Where in the raw body it stood.</param>
/// <param name="ExternalId">Unique for ever within channel and account; free of identity (a wamid is hashed, since it holds a phone number).</param>
/// <param name="OccurredAt">By the channel's clock.</param>
public abstract record InboundItem(string Path, string ExternalId, DateTimeOffset OccurredAt)
{
    /// <summary>The account it belongs to, where a body may hold several; null means the raw body's.</summary>
    public string? Account { get; init; }
}

/// <summary>A citizen's report as the channel shows it now. The same <see cref="InboundItem.ExternalId"/> with another <see cref="ContentVersion"/> is a new version of it.</summary>
public sealed record InboundReport(string Path, string ExternalId, DateTimeOffset OccurredAt) : InboundItem(Path, ExternalId, OccurredAt)
{
    /// <summary>The citizen's words, without title; empty when only a place or a picture came.</summary>
    public required string Text { get; init; }

    public required ReporterIdentity Reporter { get; init; }

    public string? Title { get; init; }

    public ReportClass Class { get; init; }

    /// <summary>The channel's category as its full path of names, "PEKERJAAN UMUM DAN PENATAAN RUANG > JALAN"; a hint, not a decision.</summary>
    public string? Category { get; init; }

    public Sensitivity Sensitivity { get; init; } = new(false, false);

    public ReportPlace? Place { get; init; }

    public IReadOnlyList<InboundAttachment> Attachments { get; init; } = [];

    /// <summary>The channel's state, when its table knows the word; null leaves our state alone.</summary>
    public ReportState? ChannelState { get; init; }

    /// <summary>The channel's own word for the state, kept as written.</summary>
    public string? ChannelWord { get; init; }

    /// <summary>Their version, ETag or a hash of the content: equal means nothing changed.</summary>
    public string? ContentVersion { get; init; }

    /// <summary>The channel's public number, if citizens know it by another word than <see cref="InboundItem.ExternalId"/>.</summary>
    public string? PublicReference { get; init; }

    /// <summary>Set by chat channels, where one conversation may hold several messages of one report.</summary>
    public ChatThread? Thread { get; init; }
}

/// <summary>The citizen adds to a report or answers a question.</summary>
/// <param name="ReportExternalId">The report it belongs to.</param>
public sealed record InboundFollowUp(string Path, string ExternalId, DateTimeOffset OccurredAt, string ReportExternalId) : InboundItem(Path, ExternalId, OccurredAt)
{
    public required string Text { get; init; }

    public IReadOnlyList<InboundAttachment> Attachments { get; init; } = [];
}

/// <summary>The channel says how something stands: it closed a report, or a status of ours reached the citizen.</summary>
public sealed record InboundStatus(string Path, string ExternalId, DateTimeOffset OccurredAt) : InboundItem(Path, ExternalId, OccurredAt)
{
    /// <summary>The channel's own word, kept as written.</summary>
    public required string Word { get; init; }

    /// <summary>The report that changed; null for a receipt of one of our statuses.</summary>
    public string? ReportExternalId { get; init; }

    /// <summary>What the word means for the report, when the channel's table knows it.</summary>
    public ReportState? State { get; init; }

    /// <summary>Our operation that this is a receipt for, when the channel echoes it.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>The reference the channel gave when it took our status.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>For a receipt: did it arrive? Null when the word is not in the channel's table.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>The channel's code and text for a failure; sent only once, so it is kept.</summary>
    public string? FailureCode { get; init; }

    public string? FailureReason { get; init; }
}

/// <summary>A reaction, an edit, a withdrawal: kept beside what it points at, never a report of its own.</summary>
/// <param name="Kind">Fixed word: reaction, edit, revoke, system, call_permission.</param>
/// <param name="TargetExternalId">The item it points at.</param>
public sealed record InboundSignal(string Path, string ExternalId, DateTimeOffset OccurredAt, string Kind, string? TargetExternalId) : InboundItem(Path, ExternalId, OccurredAt)
{
    /// <summary>New text of an edit.</summary>
    public string? Text { get; init; }
}

/// <summary>A person is known to the channel by another number or id from now on.</summary>
public sealed record InboundIdentityChange(string Path, string ExternalId, DateTimeOffset OccurredAt, ChannelIdentity Previous, ChannelIdentity Current) : InboundItem(Path, ExternalId, OccurredAt);

/// <summary>How far a status of ours got at the channel, in rank order.</summary>
public enum Receipt
{
    Accepted,
    Sent,
    Delivered,
    Read,
    Failed,
}

/// <summary>How a chat message hangs together with earlier ones.</summary>
/// <param name="AnswersTo">External id of the message it answers, ours or the citizen's.</param>
/// <param name="StandsAlone">False for a picture or a place without words, which belongs to what was said before.</param>
public sealed record ChatThread(string? AnswersTo, bool StandsAlone);

/// <summary>A file that came with an item; its bytes are fetched apart.</summary>
/// <param name="ExternalId">What the channel's attachment call asks for.</param>
/// <param name="Sha256">Lower-case hex, when the channel says it.</param>
/// <param name="Problem">Why the bytes cannot be had, when the channel says so at once.</param>
public sealed record InboundAttachment(string ExternalId, string MediaType, string? FileName = null, long? Size = null, string? Sha256 = null, string? Problem = null);
