using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Intake.Quarantine;

/// <summary>A place in a body that gave trouble.</summary>
internal sealed record PlaceFault(string Path, string Code, string Reason)
{
    private const string NoPlaceCode = "no_place";

    public static PlaceFault Of(UnreadableItem item) => new(item.Path, item.Code, item.Reason);

    /// <summary>The item itself could be read, but what it belongs to is not there.</summary>
    public static PlaceFault NoPlace(string path, string reason) => new(path, NoPlaceCode, reason);

    /// <summary>The body gave nothing at all, so this reading says nothing of the places inside it.</summary>
    public bool IsWholeBody => Path is "" or "$" && Code is not NoPlaceCode;
}

/// <summary>What a reading of a body changes in the quarantine of that body.</summary>
/// <param name="Again">Entries that get a new reason, or that were settled and fail again.</param>
/// <param name="Readable">Open entries whose place gives no trouble any more.</param>
internal sealed record PlaceChanges(IReadOnlyList<PlaceFault> New, IReadOnlyList<(QuarantineEntry Entry, PlaceFault Fault)> Again, IReadOnlyList<QuarantineEntry> Readable)
{
    /// <summary>Places that give trouble and are not known to: new ones, and settled ones that fail again.</summary>
    public int Worse => New.Count + Again.Count(change => change.Entry.SettledAt is not null);

    public static PlaceChanges Judge(IReadOnlyList<QuarantineEntry> known, IReadOnlyList<PlaceFault> faults)
    {
        var distinct = faults.DistinctBy(fault => (fault.Path, fault.Code)).ToList();
        var held = known.ToDictionary(entry => (entry.Path, entry.Code));
        var exact = distinct.Where(fault => held.ContainsKey((fault.Path, fault.Code))).ToList();
        var open = known.Where(entry => entry.SettledAt is null).ToList();
        exact.ForEach(fault => open.Remove(held[(fault.Path, fault.Code)]));

        // The same place with another fault than before is still the same entry.
        List<PlaceFault> added = [];
        List<(QuarantineEntry, PlaceFault)> again = [.. exact.Select(fault => (held[(fault.Path, fault.Code)], fault)).Where(change => IsNews(change.Item1, change.fault))];
        foreach (var fault in distinct.Except(exact))
        {
            if (open.Find(entry => entry.Path == fault.Path) is { } same)
            {
                open.Remove(same);
                again.Add((same, fault));
            }
            else
            {
                added.Add(fault);
            }
        }

        return new PlaceChanges(added, again, distinct.Exists(fault => fault.IsWholeBody) ? [] : open);
    }

    /// <summary>What a person discarded stays discarded.</summary>
    private static bool IsNews(QuarantineEntry entry, PlaceFault fault) => entry switch
    {
        { SettledAt: null } => entry.Reason != fault.Reason,
        { Settled: SettledHow.Discarded } => false,
        _ => true,
    };
}
