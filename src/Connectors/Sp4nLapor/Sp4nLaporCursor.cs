using System.Text.Json;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>
/// Where the poll stands. The feed's own cursor is opaque, so the overlap is made of the feed's cursors of the last pages:
/// a report that is committed late, with an older time, is met when those pages are read again (CHANNELS 3.3, trap 4).
/// </summary>
internal sealed record Sp4nLaporCursor
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    /// <summary>What is remembered so that a page that is read again brings nothing twice; the hub's own key is the last word.</summary>
    private const int MostSeen = 500;

    /// <summary>The feed waits when so many logs are owed.</summary>
    public const int MostPending = 200;

    /// <summary>The feed's cursor to ask with next; null at the beginning.</summary>
    public string? Feed { get; init; }

    /// <summary>Pages read since the last start of the overlap, oldest first.</summary>
    public IReadOnlyList<Step> Trail { get; init; } = [];

    /// <summary>Keys of reports handed to the hub lately.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>Reports whose follow-ups are still owed, because their log could not be read.</summary>
    public IReadOnlyList<string> Pending { get; init; } = [];

    /// <returns>The beginning for a cursor that is null or was not written here.</returns>
    public static Sp4nLaporCursor Read(string? text)
    {
        try
        {
            return text is null ? new Sp4nLaporCursor() : JsonSerializer.Deserialize(text, Sp4nLaporJson.Default.Sp4nLaporCursor) ?? new Sp4nLaporCursor();
        }
        catch (JsonException)
        {
            return new Sp4nLaporCursor();
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Sp4nLaporJson.Default.Sp4nLaporCursor);

    /// <summary>After the feed's cursor has expired: all is read again, and the hub's keys drop what it has.</summary>
    public Sp4nLaporCursor Restarted() => new() { Pending = Pending };

    /// <param name="latest">The latest change on the page; null for a page without any.</param>
    public Sp4nLaporCursor After(Sp4nLaporFeedPage page, DateTimeOffset? latest, IEnumerable<string> keys)
    {
        List<Step> trail = latest is { } last ? [.. Trail, new Step(Feed, last)] : [.. Trail];
        var top = trail.Count > 0 ? trail.Max(step => step.Latest) : default;
        var kept = trail.SkipWhile(step => step.Latest < top - Overlap).ToList();
        var drained = !page.HasMore;

        return this with
        {
            Feed = drained && kept.Count > 0 ? kept[0].From : page.NextCursor ?? Feed,
            Trail = drained ? [] : kept,
            Seen = [.. Seen.Concat(keys).Distinct().TakeLast(MostSeen)],
        };
    }

    /// <param name="From">The cursor this page was asked with.</param>
    internal sealed record Step(string? From, DateTimeOffset Latest);
}
