using System.Globalization;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Tests.Lifecycle;

public sealed class WeekdayReopenWindowTests
{
    [Theory]
    [InlineData("2026-03-02T10:00:00+07:00", "2026-03-16T10:00:00+07:00", "a Monday")]
    [InlineData("2026-03-06T16:30:00+07:00", "2026-03-20T16:30:00+07:00", "a Friday afternoon")]
    [InlineData("2026-03-07T09:00:00+07:00", "2026-03-23T00:00:00+07:00", "a Saturday counts from Monday")]
    [InlineData("2026-03-08T23:59:00+07:00", "2026-03-23T00:00:00+07:00", "a Sunday night too")]
    [InlineData("2026-03-01T18:00:00+00:00", "2026-03-16T01:00:00+07:00", "Monday in Jakarta, Sunday in London")]
    public void The_window_is_ten_weekdays_after_the_end(string ended, string until, string why)
    {
        var report = Ended(DateTimeOffset.Parse(ended, CultureInfo.InvariantCulture));

        Assert.True(DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) == new WeekdayReopenWindow().Until(report), why);
    }

    private static Report Ended(DateTimeOffset at) => new()
    {
        Id = Guid.Empty,
        Number = "LP-2026-000001",
        Channel = "kanal",
        Account = "main",
        ExternalId = "r-1",
        State = ReportState.Closed,
        Version = 1,
        Class = ReportClass.Complaint,
        Text = "",
        Anonymous = false,
        Secret = false,
        Restricted = false,
        ReceivedAt = at,
        LastHeardAt = at,
        UpdatedAt = at,
        StateAt = at,
    };
}
