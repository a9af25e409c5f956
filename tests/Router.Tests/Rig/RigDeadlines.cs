using System.Globalization;
using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Tests.Rig;

/// <summary>The shipped days off, and limits that a test can read at a glance.</summary>
internal static class RigDeadlines
{
    public static HolidayList Holidays { get; } = new([.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "holidays.csv")).Skip(1).Select(Holiday)]);

    public static DeadlineBook Book { get; } = new([Rules], new OfficeHours(OfficeZones.Jakarta), new Dictionary<string, OfficeHours>())
    {
        Bureau = [RigKnowledge.Roads],
        Inspectorate = [RigKnowledge.Inspectorate],
    };

    public static DeadlineRules Rules => new("rig-1", new DateOnly(2020, 1, 1), new Dictionary<ReportClass, ClassLimits>
    {
        [ReportClass.InformationRequest] = new(3, 5, 5),
        [ReportClass.Complaint] = new(3, 5, 14),
        [ReportClass.SupervisoryComplaint] = new(3, 5, 60),
        [ReportClass.Aspiration] = new(3, 5, 14) { CountsAs = ReportClass.Complaint },
        [ReportClass.Unclassified] = new(3, 5, 14) { CountsAs = ReportClass.Complaint },
    })
    {
        AutoClose = 10,
        WarnBefore = 1,
        ReopenWithin = 10,
        Escalate = new EscalationDays(0, 2, 5, 10),
        Closing = new Dictionary<string, ClosedBy> { [RouterRig.Quiet] = ClosedBy.Channel },
        OthersClosedBy = ClosedBy.Hub,
    };

    private static Holiday Holiday(string line)
    {
        var fields = line.Split(',');
        return new Holiday(
            DateOnly.ParseExact(fields[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), fields[1],
            fields[2] switch { "national" => HolidayKind.National, "joint_leave" => HolidayKind.JointLeave, _ => HolidayKind.Election }, fields[3]);
    }
}
