using System.Globalization;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>Days off as a decree lists them; each day once, since two names for one day are one day off.</summary>
internal static class HolidayRows
{
    private static readonly string[] Columns = ["date", "name", "kind", "source"];

    private static readonly Dictionary<string, HolidayKind> Kinds = new(StringComparer.Ordinal)
    {
        ["national"] = HolidayKind.National,
        ["joint_leave"] = HolidayKind.JointLeave,
        ["election"] = HolidayKind.Election,
    };

    public static IEnumerable<string> KnownKinds => Kinds.Keys;

    public static HolidayKind KindOf(string word) => Kinds[word];

    public static string WordOf(HolidayKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    public static IReadOnlyList<Holiday> Read(string folder, string file, List<KnowledgeFault> faults)
    {
        var lines = new Dictionary<DateOnly, long>();
        var days = new List<Holiday>();
        foreach (var line in CsvTable.Read(folder, file, Columns, faults))
        {
            if (Holiday(line, faults) is not { } day)
            {
                continue;
            }

            if (lines.TryAdd(day.Day, line.Line))
            {
                days.Add(day);
            }
            else
            {
                faults.Add(line.Fault($"{day.Day:yyyy-MM-dd} is in line {lines[day.Day]} already.", "Leave one line for the day, with both names."));
            }
        }

        return [.. days.OrderBy(day => day.Day)];
    }

    private static Holiday? Holiday(CsvLine line, List<KnowledgeFault> faults)
    {
        var before = faults.Count;
        if (!DateOnly.TryParseExact(line["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            faults.Add(line.Fault($"date '{line["date"]}' is not a day.", "Write it as 2026-12-24."));
        }

        if (!Kinds.TryGetValue(line["kind"], out var kind))
        {
            faults.Add(line.Fault($"kind '{line["kind"]}' is not known.", $"Use one of {string.Join(", ", KnownKinds)}."));
        }

        if (line["name"].Length == 0 || line["source"].Length == 0)
        {
            faults.Add(line.Fault("name or source is empty.", "Name the day, and the page or decree it is taken from."));
        }

        return faults.Count == before ? new Holiday(day, line["name"], kind, line["source"]) : null;
    }
}
