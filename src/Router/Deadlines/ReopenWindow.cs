using Hub.Router.Deadlines.Calendar;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Deadlines;

/// <summary>Working days after the end, by the limits of the day on which the report was received.</summary>
internal sealed class ReopenWindow(DeadlineBook book, WorkCalendars calendars) : IReopenWindow
{
    public DateTimeOffset? Until(Report report) => calendars.Now.Due(report.StateAt, book.At(report.ReceivedAt).ReopenWithin, book.OfficeOf(report.Unit));
}
