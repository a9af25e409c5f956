using Hub.Router.Deadlines.Calendar;
using Hub.Router.Units;

namespace Hub.Worker.Config.Reading;

/// <summary>Offices by unit: zone, and hours of work where they count.</summary>
internal sealed record OfficeEntries(OfficeHours Standard, IReadOnlyDictionary<string, OfficeHours> Others)
{
    private static readonly Dictionary<string, string> Zones = OfficeZones.Known.ToDictionary(zone => zone, StringComparer.Ordinal);

    private static readonly Dictionary<string, OfficeCount> Counts = new(StringComparer.Ordinal) { ["days"] = OfficeCount.Days, ["hours"] = OfficeCount.Hours };

    public static OfficeEntries Read(DeadlineFile file, UnitDirectory units, EntryFaults faults)
    {
        var weeks = (file.Hours ?? []).ToDictionary(pair => pair.Key, pair => WorkingHours.Read($"hours.{pair.Key}", pair.Value ?? new HoursEntry(), faults), StringComparer.Ordinal);
        var standard = Office("offices.standard", file.Offices?.Standard ?? new OfficeEntry(), weeks, faults);
        if (file.Offices?.Standard?.Units is { Count: > 0 })
        {
            faults.Add("offices.standard", "lists units.", "Leave the list out: it holds for every unit that no other office names.");
        }

        var others = new Dictionary<string, OfficeHours>(StringComparer.Ordinal);
        foreach (var (entry, index) in (file.Offices?.Others ?? []).Select((entry, index) => (entry ?? new OfficeEntry(), index)))
        {
            var name = $"offices.others number {index + 1}";
            var office = Office(name, entry, weeks, faults);
            foreach (var unit in Units(name, entry, units, faults).Where(unit => !others.TryAdd(unit, office)))
            {
                faults.Add(name, $"unit '{unit}' has an office already.", "Name each unit once.");
            }
        }

        return new OfficeEntries(standard, others);
    }

    private static OfficeHours Office(string name, OfficeEntry entry, Dictionary<string, OfficeHours> weeks, EntryFaults faults)
    {
        var zone = faults.Word($"{name}.zone", entry.Zone, Zones);
        var count = faults.Word($"{name}.count", entry.Count, Counts);
        if (entry.Hours is null && count is OfficeCount.Hours)
        {
            faults.Add($"{name}.hours", "is missing.", "Name an entry of hours, since this office counts them.");
        }

        if (entry.Hours is not { } hours)
        {
            return new OfficeHours(zone) { Count = count };
        }

        if (weeks.TryGetValue(hours, out var week))
        {
            return week with { Zone = zone, Count = count };
        }

        faults.Add($"{name}.hours", $"'{hours}' is not an entry of hours.", weeks.Count == 0 ? "Write the entry." : $"Use one of {string.Join(", ", weeks.Keys)}.");
        return new OfficeHours(zone) { Count = count };
    }

    private static List<string> Units(string name, OfficeEntry entry, UnitDirectory units, EntryFaults faults)
    {
        if (entry.Units is not { Count: > 0 })
        {
            faults.Add(name, "names no unit.", "List the codes of its units.");
        }

        foreach (var unknown in (entry.Units ?? []).Where(unit => !units.Exists(unit)))
        {
            faults.Add(name, $"unit '{unknown}' is not in the directory.", "Use a code of units.csv.");
        }

        return entry.Units ?? [];
    }
}
