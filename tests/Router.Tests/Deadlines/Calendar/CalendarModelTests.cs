using FsCheck;
using FsCheck.Fluent;
using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Tests.Deadlines.Calendar;

/// <summary>The arithmetic against a reference that walks minute by minute, on random calendars, offices and instants.</summary>
public sealed class CalendarModelTests
{
    private static readonly DateTimeOffset First = Days.At("2025-01-01 00:00");

    private static readonly OfficeHours[] Offices =
        [.. from zone in new[] { "WIB", "WITA", "WIT" } from count in new[] { OfficeCount.Days, OfficeCount.Hours } select Days.Office(zone, count)];

    /// <param name="Off">Offsets of days off from the first day.</param>
    /// <param name="Minutes">Working time.</param>
    public sealed record Case(int[] Off, int Office, int Start, int Limit, int Minutes)
    {
        internal OfficeHours Hours => Offices[Office];

        internal DateTimeOffset At => First.AddMinutes(Start);

        internal WorkCalendar Calendar => Of(Off);

        internal SlowCalendar Slow => new(Off.Select(Day).ToHashSet(), Hours);
    }

    [Fact]
    public void Due_is_what_the_walk_says() => Check(300, 20, each => (each.Calendar.Due(each.At, each.Limit, each.Hours), each.Slow.Due(each.At, each.Limit)));

    [Fact]
    public void Due_of_the_longest_limit_is_what_the_walk_says() =>
        Check(40, 61, each => (each.Calendar.Due(each.At, each.Limit, each.Hours), each.Slow.Due(each.At, each.Limit)));

    [Fact]
    public void Later_is_what_the_walk_says() =>
        Check(300, 1, each => (each.Calendar.Later(each.At, TimeSpan.FromMinutes(each.Minutes), each.Hours), each.Slow.Later(each.At, each.Minutes)));

    [Fact]
    public void Between_is_what_the_walk_says() => Check(
        300, 1,
        each => (each.Calendar.Between(each.At, each.At.AddMinutes(each.Minutes * 3), each.Hours), TimeSpan.FromMinutes(each.Slow.Between(each.At, each.At.AddMinutes(each.Minutes * 3)))));

    [Fact]
    public void Due_rises_with_its_start_and_with_its_days() => Hold(2000, each =>
    {
        var due = each.Calendar.Due(each.At, each.Limit, each.Hours);
        return each.Calendar.Due(each.At.AddMinutes(each.Minutes), each.Limit, each.Hours) >= due && each.Calendar.Due(each.At, each.Limit + 1, each.Hours) > due;
    });

    [Fact]
    public void A_due_time_moved_by_nothing_stays() => Hold(500, each => each.Calendar.Later(each.At, TimeSpan.Zero, each.Hours) == each.At);

    [Fact]
    public void Two_pauses_move_as_far_as_one_of_both() => Hold(2000, each =>
    {
        var (one, other) = (TimeSpan.FromMinutes(each.Minutes), TimeSpan.FromMinutes(each.Start % 3000));
        return each.Calendar.Later(each.Calendar.Later(each.At, one, each.Hours), other, each.Hours)
            == each.Calendar.Later(each.Calendar.Later(each.At, other, each.Hours), one, each.Hours);
    });

    [Fact]
    public void What_a_due_time_was_moved_by_lies_between() => Hold(2000, each =>
    {
        var time = TimeSpan.FromMinutes(each.Minutes);
        return each.Calendar.Between(each.At, each.Calendar.Later(each.At, time, each.Hours), each.Hours) == time;
    });

    [Fact]
    public void Where_days_count_a_limit_is_so_many_days_of_working_time() => Hold(2000, each =>
    {
        var office = each.Hours with { Count = OfficeCount.Days };
        var due = each.Calendar.Due(each.At, each.Limit, office);
        return each.Calendar.Between(each.At, due, office) == TimeSpan.FromDays(each.Limit) && Math.Abs(each.Calendar.WorkingDays(each.At, due, office) - each.Limit) < 1e-9;
    });

    [Fact]
    public void A_holiday_that_is_added_never_brings_a_due_time_forward_and_removed_gives_the_old_one_back() => Hold(2000, each =>
    {
        var due = each.Calendar.Due(each.At, each.Limit, each.Hours);
        var added = Enumerable.Range(each.Minutes % 120, 100).First(offset => !each.Off.Contains(offset));
        int[] more = [added, .. each.Off];
        int[] again = [.. more.Where(offset => offset != added)];
        return Of(more).Due(each.At, each.Limit, each.Hours) >= due && Of(again).Due(each.At, each.Limit, each.Hours) == due;
    });

    [Fact]
    public void Working_time_is_the_sum_of_its_parts() => Hold(2000, each =>
    {
        var (middle, end) = (each.At.AddMinutes(each.Minutes), each.At.AddMinutes(each.Minutes * 2));
        return each.Calendar.Between(each.At, end, each.Hours) == each.Calendar.Between(each.At, middle, each.Hours) + each.Calendar.Between(middle, end, each.Hours);
    });

    private static void Check<T>(int tests, int limits, Func<Case, (T Fast, T Slow)> run) => Prop.ForAll(Cases(limits).ToArbitrary(), each =>
    {
        var (fast, slow) = run(each);
        return Equals(fast, slow).Label($"{fast} and by the walk {slow}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    private static void Hold(int tests, Func<Case, bool> claim) => Prop.ForAll(Cases(61).ToArbitrary(), claim).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    /// <summary>Half of them lie on the half hour, where days and spans begin and end.</summary>
    private static Gen<Case> Cases(int limits) =>
        from count in Gen.Choose(0, 30)
        from off in Gen.Choose(0, 180).ArrayOf(count)
        from office in Gen.Choose(0, Offices.Length - 1)
        from start in Gen.Choose(0, 120 * 24 * 60)
        from limit in Gen.Choose(0, limits)
        from minutes in Gen.Choose(0, 9 * 24 * 60)
        from grid in Gen.Elements(1, 30)
        select new Case([.. off.Distinct()], office, start / grid * grid, limit, minutes / grid * grid);

    private static DateOnly Day(int offset) => new DateOnly(2025, 1, 1).AddDays(offset);

    private static WorkCalendar Of(int[] off) => new(1, [.. off.Distinct().Select(offset => Days.Off(Day(offset)))]);
}
