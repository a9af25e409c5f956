using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Deadlines.Calendar;

public sealed class DeadlineBookTests
{
    private static readonly DeadlineRules Old = RigDeadlines.Rules with { Version = "old", From = new DateOnly(2018, 1, 1) };
    private static readonly DeadlineRules New = RigDeadlines.Rules with { Version = "new", From = new DateOnly(2026, 7, 1), AutoClose = 5 };

    private static DeadlineBook Book => new([Old, New], Days.Office("WIB"), new Dictionary<string, OfficeHours> { ["BWS-BALI"] = Days.Office("WITA") }) { Bureau = ["B"], Inspectorate = ["I"] };

    [Theory]
    [InlineData("2018-01-01 00:00", "old", "the first day of the first version")]
    [InlineData("2010-05-05 10:00", "old", "older than every version")]
    [InlineData("2026-06-30 23:59", "old", "the last minute before the next version, in Jakarta")]
    [InlineData("2026-07-01 00:00", "new", "the first minute of the next version, in Jakarta")]
    [InlineData("2027-01-01 00:00", "new", "the last version goes on")]
    public void The_version_of_the_day_of_receipt_holds(string receivedAt, string version, string what) =>
        Assert.True(Book.At(Days.At(receivedAt)).Version == version, what);

    [Theory]
    [InlineData("BWS-BALI", "Asia/Makassar")]
    [InlineData("PU-BM", "Asia/Jakarta")]
    [InlineData(null, "Asia/Jakarta")]
    public void A_unit_has_its_own_office_or_the_standard_one(string? unit, string zone) => Assert.Equal(zone, Book.OfficeOf(unit).Zone);

    [Fact]
    public void A_channel_that_closes_by_itself_is_left_alone()
    {
        Assert.False(New.HubCloses(RouterRig.Quiet));
        Assert.True(New.HubCloses(RouterRig.Channel));
    }

    [Fact]
    public void A_class_that_borrows_its_limits_says_from_which()
    {
        Assert.Equal(ReportClass.Complaint, New.Of(ReportClass.Unclassified).CountsAs);
        Assert.Null(New.Of(ReportClass.Complaint).CountsAs);
    }
}
