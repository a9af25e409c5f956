using Hub.Contracts.Reports;
using static Hub.Contracts.Reports.ReportState;

namespace Hub.Router.Tests.Deadlines;

/// <summary>The rules of the clocks as plainly as they can be written: it keeps all that happened and walks hour by hour.</summary>
internal sealed class SlowClocks(DateTimeOffset received, ReportClass kind, IReadOnlySet<DateOnly> daysOff)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ReportState[] Words = [InProgress, WaitingReporter, Postponed, Answered];

    private static readonly ReportState[] HadIt = [Assigned, Acknowledged, .. Words];

    private readonly List<(DateTimeOffset From, DateTimeOffset To)> pauses = [];
    private DateTimeOffset started = received;
    private DateTimeOffset? waitsSince;
    private DateTimeOffset? changed;
    private ReportClass now = kind;

    public DateTimeOffset? Verified { get; private set; }

    public DateTimeOffset? FollowedUp { get; private set; }

    public DateTimeOffset? Completed { get; private set; }

    public DateTimeOffset? Closes { get; private set; }

    public bool Ended { get; private set; }

    public DateTimeOffset VerifyDue => Walk(started, 3);

    public DateTimeOffset ResponseDue => Walk(started, 5);

    public DateTimeOffset CompletionDue
    {
        get
        {
            var end = Walk(started, now switch { ReportClass.InformationRequest => 5, ReportClass.SupervisoryComplaint => 60, _ => 14 });
            var soonest = changed is { } at ? Walk(at, 1) : end;
            return Move(soonest > end ? soonest : end, pauses.Sum(pause => Hours(pause.From, pause.To)));
        }
    }

    public void Moved(ReportState to, DateTimeOffset at)
    {
        if (to is Reopened)
        {
            (started, changed) = (at, null);
            pauses.Clear();
        }

        if (waitsSince is { } since && to is not WaitingReporter)
        {
            pauses.Add((since, at));
            waitsSince = null;
        }

        if (to is WaitingReporter)
        {
            waitsSince = at;
        }

        Verified ??= HadIt.Contains(to) ? at : null;
        FollowedUp ??= Words.Contains(to) ? at : null;
        Ended = to is Closed;
        (Completed, Closes) = to switch
        {
            Answered => (at, Walk(at, 10)),
            Closed => (Completed ?? at, Closes),
            _ => ((DateTimeOffset?)null, (DateTimeOffset?)null),
        };
    }

    public void Replied()
    {
        if (!Ended)
        {
            Closes = null;
        }
    }

    public void AnsweredAgain(DateTimeOffset at) => Closes ??= Walk(at, 10);

    public void Becomes(ReportClass other, DateTimeOffset at)
    {
        if (other != now)
        {
            (now, changed) = (other, at);
        }
    }

    /// <summary>From the first hour of a working day on, so many times the same hour on a working day.</summary>
    private DateTimeOffset Walk(DateTimeOffset from, int days)
    {
        var at = from;
        while (!Works(at))
        {
            at = at.AddMinutes(-Wall(at).Minute) + Hour;
        }

        var time = Wall(at).TimeOfDay;
        for (var left = days; left > 0;)
        {
            at += Hour;
            left -= Works(at) && Wall(at).TimeOfDay == time ? 1 : 0;
        }

        return at;
    }

    private DateTimeOffset Move(DateTimeOffset due, int hours)
    {
        var at = due;
        for (var left = hours; left > 0 || (hours > 0 && !Works(at));)
        {
            left -= Works(at) ? 1 : 0;
            at += Hour;
        }

        return at;
    }

    private int Hours(DateTimeOffset from, DateTimeOffset to)
    {
        var hours = 0;
        for (var at = from; at < to; at += Hour)
        {
            hours += Works(at) ? 1 : 0;
        }

        return hours;
    }

    private bool Works(DateTimeOffset at) =>
        Wall(at).DayOfWeek != DayOfWeek.Saturday && Wall(at).DayOfWeek != DayOfWeek.Sunday && !daysOff.Contains(DateOnly.FromDateTime(Wall(at)));

    private static DateTime Wall(DateTimeOffset at) => at.ToUniversalTime().DateTime.AddHours(7);
}
