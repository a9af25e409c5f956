using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Deadlines.Calendar;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Deadlines;

public sealed class ReopenWindowTests
{
    [Theory]
    [InlineData("2026-02-02 10:00", "2026-02-18 10:00", "ten working days, with the joint leave and holiday of Imlek between")]
    [InlineData("2026-06-19 16:30", "2026-07-03 16:30", "a Friday afternoon")]
    [InlineData("2026-06-20 09:00", "2026-07-06 00:00", "a Saturday counts from Monday")]
    [InlineData("2026-03-13 09:00", "2026-04-06 09:00", "Nyepi, Eid with its joint leave and Good Friday do not count")]
    public async Task The_window_is_ten_working_days_after_the_end(string ended, string until, string why)
    {
        await using var rig = await RouterRig.StartAsync();

        Assert.True(Days.At(until) == rig.Get<IReopenWindow>().Until(Ended(Days.At(ended))), why);
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
