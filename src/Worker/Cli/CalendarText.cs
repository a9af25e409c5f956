using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Router.Deadlines.Calendar;
using Hub.Worker.Config.Reading;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>The calendar as people and programs read it.</summary>
internal static class CalendarText
{
    public static string Table(CalendarView view, int? year)
    {
        var text = new StringBuilder();
        foreach (var days in Years(view, year))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{days.Key}: {days.Count()} days off, {view.WorkingDaysOf(days.Key)} working days");
            foreach (var day in days)
            {
                text.AppendLine(Line("  ", day));
            }
        }

        foreach (var version in view.History)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"version {version.Version}  {version.At:yyyy-MM-dd HH:mm}Z  {version.By}  {version.Reason}  ({version.Changes.Count} changes)");
            foreach (var change in version.Version == 1 ? [] : version.Changes)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {change}");
            }
        }

        return text.ToString().TrimEnd();
    }

    public static string Json(CalendarView view, int? year) => JsonSerializer.Serialize(
        new
        {
            view.Version,
            view.IsSound,
            Years = Years(view, year).Select(days => new
            {
                Year = days.Key,
                WorkingDays = view.WorkingDaysOf(days.Key),
                DaysOff = days.Select(day => new { day.Day, day.Name, Kind = HolidayRows.WordOf(day.Kind), day.Source }),
            }),
            view.History,
        },
        HttpJson.Line);

    public static string Difference(CalendarDifference difference) => string.Join(
        Environment.NewLine,
        [
            .. difference.Removed.Select(day => Line("- ", day)),
            .. difference.Added.Select(day => Line("+ ", day)),
            .. difference.Renamed.Select(day => Line("~ ", day)),
            $"Against version {difference.Version}: {difference.Added.Count} added, {difference.Removed.Count} removed, {difference.Renamed.Count} named otherwise.",
        ]);

    private static IEnumerable<IGrouping<int, Holiday>> Years(CalendarView view, int? year) =>
        view.Days.Where(day => year is null || day.Day.Year == year).GroupBy(day => day.Day.Year);

    private static string Line(string mark, Holiday day) => string.Create(
        CultureInfo.InvariantCulture, $"{mark}{day.Day:yyyy-MM-dd} {day.Day:ddd}  {HolidayRows.WordOf(day.Kind),-11}  {day.Name}  {day.Source}");
}
