namespace Hub.Contracts.Channels;

/// <summary>A channel's words into ours. Pure: the raw archive can be read again by a newer version and compared.</summary>
public interface IReportNormaliser
{
    string Channel { get; }

    /// <summary>Never throws for what is in the body: what cannot be read comes back as <see cref="UnreadableItem"/>.</summary>
    NormalisedBody Normalise(RawItem raw);
}

/// <summary>What one raw body holds: each item that could be read, and each that could not, with the reason.</summary>
public sealed record NormalisedBody(IReadOnlyList<InboundItem> Items, IReadOnlyList<UnreadableItem> Unreadable);

/// <summary>A part of a body that must not be guessed at; it is quarantined and holds no neighbour back.</summary>
/// <param name="Path">Where in the body: entry[0].changes[2].value.messages[1], or a sheet, row and column.</param>
/// <param name="Code">Short fixed word: not_json, no_sender, no_content, unsupported, unknown_type, bad_field, unknown_word.</param>
/// <param name="Reason">What is wrong and what to do, for an operator; holds no identity.</param>
public sealed record UnreadableItem(string Path, string Code, string Reason);
