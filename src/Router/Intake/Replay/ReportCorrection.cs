using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;

namespace Hub.Router.Intake.Replay;

/// <summary>One field that today's reading of the same bytes gives another value.</summary>
internal sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>A report's content as today's reading has it, beside what is stored. State, unit and history are not content.</summary>
internal sealed record ReportCorrection(Report Held, Report Corrected, InboundEntry Entry)
{
    public InboundReport Item => (InboundReport)Entry.Item;

    /// <summary>Files that the stored reading did not see.</summary>
    public IReadOnlyList<InboundAttachment> NewFiles { get; init; } = [];

    /// <summary>The channel's word was not in its table when the body came, and waits in the quarantine to be obeyed.</summary>
    public bool ReleasesWord { get; init; }

    public IReadOnlyList<FieldChange> Fields { get; } = Compare(Held, Corrected);

    public bool Any => Fields.Count > 0 || NewFiles.Count > 0 || ReleasesWord;

    /// <param name="added">What the citizen wrote later, oldest first: words that came while nobody had the report stand in its text.</param>
    public static ReportCorrection Of(Report held, IReadOnlyList<Contribution> added, InboundEntry entry)
    {
        var item = (InboundReport)entry.Item;
        var text = Text(held.Text, [.. added.Select(words => words.Text)], IdentityMask.Mask(item.Text).Text);
        var corrected = held.With(item, text) with { PublicReference = item.PublicReference ?? held.PublicReference };
        return new ReportCorrection(held, corrected, entry);
    }

    /// <summary>The report's own words are exchanged; what was added behind them stays.</summary>
    private static string Text(string held, IReadOnlyList<string> added, string own)
    {
        var rest = held;
        foreach (var words in added.Reverse().Where(words => words.Length > 0))
        {
            rest = rest == words ? "" : rest.EndsWith("\n" + words, StringComparison.Ordinal) ? rest[..^(words.Length + 1)] : rest;
        }

        var tail = held[rest.Length..].TrimStart('\n');
        return (rest == own, own, tail) switch
        {
            (true, _, _) => held,
            (_, _, "") => own,
            (_, "", _) => tail,
            _ => $"{own}\n{tail}",
        };
    }

    private static IReadOnlyList<FieldChange> Compare(Report held, Report now) =>
    [
        .. new FieldChange[]
        {
            new("text", held.Text, now.Text),
            new("title", held.Title, now.Title),
            new("category", held.Category, now.Category),
            new("class", held.Class.ToString(), now.Class.ToString()),
            new("place", held.Place, now.Place),
            new("publicReference", held.PublicReference, now.PublicReference),
            new("anonymous", held.Anonymous.ToString(), now.Anonymous.ToString()),
            new("secret", held.Secret.ToString(), now.Secret.ToString()),
        }.Where(field => field.Before != field.After),
    ];
}
