using System.Collections.Frozen;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>The zones of Indonesia (Keppres 41/1987, DOMAIN 7.2). None has summer time, so that a table is all that is needed, also where the machine has no zone database.</summary>
public static class OfficeZones
{
    public const string Jakarta = "Asia/Jakarta";

    private static readonly FrozenDictionary<string, TimeSpan> Offsets = new Dictionary<string, TimeSpan>
    {
        [Jakarta] = TimeSpan.FromHours(7),
        ["Asia/Pontianak"] = TimeSpan.FromHours(7),
        ["Asia/Makassar"] = TimeSpan.FromHours(8),
        ["Asia/Jayapura"] = TimeSpan.FromHours(9),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Known => Offsets.Keys.Order(StringComparer.Ordinal);

    public static bool IsKnown(string zone) => Offsets.ContainsKey(zone);

    public static TimeSpan OffsetOf(string zone) => Offsets.TryGetValue(zone, out var offset)
        ? offset
        : throw new ArgumentException($"{zone} is not a zone of Indonesia; known are {string.Join(", ", Known)}.", nameof(zone));
}
