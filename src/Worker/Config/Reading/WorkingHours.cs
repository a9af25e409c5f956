using System.Globalization;
using Hub.Router.Deadlines.Calendar;

namespace Hub.Worker.Config.Reading;

/// <summary>An entry of hours: spans such as 07:30-12:00, and the seasons in which they are others.</summary>
internal static class WorkingHours
{
    /// <summary>The zone is the office's.</summary>
    public static OfficeHours Read(string name, HoursEntry entry, EntryFaults faults)
    {
        var seasons = (entry.Seasons ?? []).Select((season, index) => Season($"{name}.seasons number {index + 1}", season ?? new SeasonEntry(), faults)).OrderBy(season => season.From).ToList();
        foreach (var (earlier, later) in seasons.Zip(seasons.Skip(1)).Where(pair => pair.Second.From <= pair.First.To))
        {
            faults.Add($"{name}.seasons", $"the one from {later.From:yyyy-MM-dd} begins before the one from {earlier.From:yyyy-MM-dd} has ended.", "Let no two seasons share a day.");
        }

        return new OfficeHours(OfficeZones.Jakarta) { Week = Week(name, entry.MondayToThursday, entry.Friday, faults), Seasons = seasons };
    }

    private static OfficeSeason Season(string name, SeasonEntry entry, EntryFaults faults)
    {
        var (from, to) = (faults.Day($"{name}.from", entry.From), faults.Day($"{name}.to", entry.To));
        if (to < from)
        {
            faults.Add(name, "ends before it begins.", "Swap or correct the two days.");
        }

        return new OfficeSeason(from, to, Week(name, entry.MondayToThursday, entry.Friday, faults));
    }

    private static OfficeWeek Week(string name, List<string>? usual, List<string>? friday, EntryFaults faults) =>
        new(Spans($"{name}.mondayToThursday", usual, faults), Spans($"{name}.friday", friday, faults));

    private static List<OfficeSpan> Spans(string name, List<string>? texts, EntryFaults faults)
    {
        if (texts is not { Count: > 0 })
        {
            faults.Add(name, "is missing.", "List the spans of the day, such as 07:30-12:00.");
        }

        var spans = (texts ?? []).Select(text => Span(name, text, faults)).OfType<OfficeSpan>().OrderBy(span => span.From).ToList();
        foreach (var (earlier, later) in spans.Zip(spans.Skip(1)).Where(pair => pair.Second.From < pair.First.To))
        {
            faults.Add(name, $"{Text(later)} overlaps {Text(earlier)}.", "Let a span begin when or after the one before it has ended.");
        }

        return spans;
    }

    private static OfficeSpan? Span(string name, string text, EntryFaults faults)
    {
        if (text?.Split('-') is [var from, var to] && Time(from) is { } begin && Time(to) is { } end && begin < end)
        {
            return new OfficeSpan(begin, end);
        }

        faults.Add(name, $"'{text}' is not a span.", "Write two times of one day, the earlier first, such as 07:30-12:00.");
        return null;
    }

    private static TimeSpan? Time(string text) => text switch
    {
        "24:00" => TimeSpan.FromDays(1),
        _ when TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => time.ToTimeSpan(),
        _ => null,
    };

    private static string Text(OfficeSpan span) => $"{span.From:hh\\:mm}-{span.To:hh\\:mm}";
}
