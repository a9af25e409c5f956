using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Tests.Config;

public sealed class DeadlineFilesTests : IDisposable
{
    private static readonly DeadlineNames Names = new(ShippedRules.Knowledge.Units, new HashSet<string> { "sp4n", "cc158", "whatsapp" });

    private readonly string folder = Directory.CreateTempSubdirectory("limits").FullName;

    public DeadlineFilesTests()
    {
        foreach (var file in new[] { DeadlineFiles.Holidays, DeadlineFiles.Limits })
        {
            File.Copy(Path.Combine(RoutingFiles.Shipped, file), Path.Combine(folder, file));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_shipped_files_have_no_faults() => Assert.Empty(Faults());

    [Theory]
    [InlineData(ReportClass.InformationRequest, 3, 5, 5, null)]
    [InlineData(ReportClass.Complaint, 3, 5, 14, null)]
    [InlineData(ReportClass.SupervisoryComplaint, 3, 5, 60, null)]
    [InlineData(ReportClass.Unclassified, 3, 5, 14, ReportClass.Complaint)]
    [InlineData(ReportClass.Aspiration, 3, 5, 14, ReportClass.Complaint)]
    public void The_shipped_limits_are_the_published_ones(ReportClass reportClass, int verify, int response, int completion, ReportClass? countsAs)
    {
        var rules = Loaded().Book.At(ShippedRules.At("2026-03-02"));

        Assert.Equal(new ClassLimits(verify, response, completion) { CountsAs = countsAs }, rules.Of(reportClass));
        Assert.Equal(10, rules.AutoClose);
        Assert.Equal((false, true, true), (rules.HubCloses("sp4n"), rules.HubCloses("cc158"), rules.HubCloses("whatsapp")));
    }

    [Theory]
    [InlineData("PU-BM", "Asia/Jakarta")]
    [InlineData("BWS-KAL3", "Asia/Makassar")]
    [InlineData("BPJN-NTT", "Asia/Makassar")]
    [InlineData("BPJN-MERAUKE", "Asia/Jayapura")]
    [InlineData("BBPJN-JATIMBALI", "Asia/Jakarta")]
    public void An_office_has_the_zone_of_its_town(string unit, string zone) => Assert.Equal(zone, Loaded().Book.OfficeOf(unit).Zone);

    [Fact]
    public void A_week_of_the_shipped_hours_has_37_hours_30_and_in_Ramadan_32_hours_30()
    {
        var office = Loaded().Book.OfficeOf(null);

        Assert.Equal(37.5, Hours(office.Week));
        Assert.All(office.Seasons, season => Assert.Equal(32.5, Hours(season.Week)));

        static double Hours(OfficeWeek week) => (4 * week.MondayToThursday.Sum(span => (span.To - span.From).TotalHours)) + week.Friday.Sum(span => (span.To - span.From).TotalHours);
    }

    [Fact]
    public void Bureau_and_inspectorate_are_in_force_before_and_after_the_split()
    {
        var (book, units) = (Loaded().Book, ShippedRules.Knowledge.Units);

        Assert.Equal(("PUPR-SETJEN", "PUPR-ITJEN"), (units.FirstInForce(book.Bureau, new DateOnly(2024, 10, 20))!.Code, units.FirstInForce(book.Inspectorate, new DateOnly(2024, 10, 20))!.Code));
        Assert.Equal(("PU-SETJEN-KOMPUB", "PU-ITJEN"), (units.FirstInForce(book.Bureau, new DateOnly(2024, 10, 21))!.Code, units.FirstInForce(book.Inspectorate, new DateOnly(2024, 10, 21))!.Code));
    }

    [Theory]
    [InlineData("Complaint: { verify", "Complain: { verify", "version 2018-01-01.limits.Complain", "'Complain' is not known")]
    [InlineData("Complaint: { verify", "Complain: { verify", "version 2018-01-01.limits.Complaint", "is missing")]
    [InlineData("completion: 14 }", "completion: -14 }", "version 2018-01-01.limits.Complaint.completion", "'-14' is not a number of working days")]
    [InlineData("completion: 14 }", "completion: two weeks }", "version 2018-01-01.limits.Complaint.completion", "'two weeks' is not a number of working days")]
    [InlineData("response: 5, completion: 14", "response: 0, completion: 14", "version 2018-01-01.limits.Complaint.response", "'0' is not a number of working days")]
    [InlineData("verify: 3, response: 5, completion: 14", "response: 5, completion: 14", "version 2018-01-01.limits.Complaint.verify", "is missing")]
    [InlineData("completion: 14 }", "completion: 4 }", "version 2018-01-01.limits.Complaint", "completion (4) is before response (5)")]
    [InlineData("Aspiration: { countsAs: Complaint }", "Aspiration: { countsAs: Unclassified }", "version 2018-01-01.limits.Aspiration.countsAs", "'Unclassified' is not known")]
    [InlineData("Aspiration: { countsAs: Complaint }", "Aspiration: { countsAs: Complaint, verify: 3 }", "version 2018-01-01.limits.Aspiration", "has countsAs and limits of its own")]
    [InlineData("from: 2018-01-01\n", "from: 1 Jan 2018\n", "version 1 Jan 2018.from", "'1 Jan 2018' is not a day")]
    [InlineData("    source: Permen", "    # Permen", "version 2018-01-01.source", "is missing")]
    [InlineData("autoClose: 10", "autoClose: ten", "version 2018-01-01.autoClose", "'ten' is not a number of working days")]
    [InlineData("warnBefore: 1", "warnBefore: -1", "version 2018-01-01.warnBefore", "'-1' is not a number of working days")]
    [InlineData("reopenWithin: 10", "reopenWithin: 1.5", "version 2018-01-01.reopenWithin", "'1.5' is not a number of working days")]
    [InlineData("superior: 2", "superior: 7", "version 2018-01-01.escalate", "a higher level is told before a lower one")]
    [InlineData("unit: 0", "unit: 1", "version 2018-01-01.escalate.unit", "is 1")]
    [InlineData("superior: 2", "minister: 2", "version 2018-01-01.escalate.minister", "is not a level")]
    [InlineData("sp4n: channel", "sp4: channel", "version 2018-01-01.closedBy.sp4", "is not a channel")]
    [InlineData("sp4n: channel", "sp4n: nobody", "version 2018-01-01.closedBy.sp4n", "'nobody' is not known")]
    [InlineData("others: hub, ", "", "version 2018-01-01.closedBy.others", "is missing")]
    [InlineData("bureau: [PU-SETJEN-KOMPUB", "bureau: [PU-HUMAS", "bureau", "unit 'PU-HUMAS' is not in the directory")]
    [InlineData("inspectorate: [PU-ITJEN, PUPR-ITJEN]", "inspectorate: []", "inspectorate", "names no unit")]
    [InlineData("\"07:30-12:00\", \"13:00-16:00\"", "\"07:30-12:00\", \"11:00-16:00\"", "hours.asn.mondayToThursday", "11:00-16:00 overlaps 07:30-12:00")]
    [InlineData("\"13:00-16:30\"", "\"16:30-13:00\"", "hours.asn.friday", "'16:30-13:00' is not a span")]
    [InlineData("\"13:00-16:30\"", "\"13.00-16.30\"", "hours.asn.friday", "'13.00-16.30' is not a span")]
    [InlineData("    friday: [\"07:30-11:30\", \"13:00-16:30\"]\n", "", "hours.asn.friday", "is missing")]
    [InlineData("from: 2025-03-01", "from: 2024-04-01", "hours.asn.seasons", "begins before the one from 2024-03-12 has ended")]
    [InlineData("to: 2025-03-30", "to: 2025-02-30", "hours.asn.seasons number 2.to", "'2025-02-30' is not a day")]
    [InlineData("to: 2025-03-30", "to: 2025-02-01", "hours.asn.seasons number 2", "ends before it begins")]
    [InlineData("standard: { zone: Asia/Jakarta", "standard: { zone: Asia/Djakarta", "offices.standard.zone", "'Asia/Djakarta' is not known")]
    [InlineData("standard: { zone: Asia/Jakarta, count: days", "standard: { zone: Asia/Jakarta, count: weeks", "offices.standard.count", "'weeks' is not known")]
    [InlineData("count: days, hours: asn }", "count: days, hours: pns }", "offices.standard.hours", "'pns' is not an entry of hours")]
    [InlineData("count: days, hours: asn }", "count: hours }", "offices.standard.hours", "is missing")]
    [InlineData("BWS-MAL, BWS-MALUT", "BWS-MALL, BWS-MALUT", "offices.others number 2", "unit 'BWS-MALL' is not in the directory")]
    [InlineData("BWS-MAL, BWS-MALUT", "BWS-BALI, BWS-MALUT", "offices.others number 2", "unit 'BWS-BALI' has an office already")]
    [InlineData("    autoClose: 10", "    autoclose: 10", "line ", "cannot be read")]
    [InlineData("    autoClose: 10", "    autoClose: 10\n    autoClose: 11", "line ", "cannot be read")]
    [InlineData("versions:", "versions: [", "line ", "cannot be read")]
    public void A_wrong_limit_is_named_with_its_entry(string right, string wrong, string entry, string problem)
    {
        Change(DeadlineFiles.Limits, right, wrong);

        Assert.Contains(Faults(), fault => fault.File == DeadlineFiles.Limits && fault.Entry.StartsWith(entry, StringComparison.Ordinal) && fault.Problem.Contains(problem, StringComparison.Ordinal) && fault.Remedy.Length > 0);
    }

    [Theory]
    [InlineData("2026-12-24,Cuti", "2026-12-32,Cuti", "date '2026-12-32' is not a day")]
    [InlineData("2026-12-24,Cuti", "24/12/2026,Cuti", "date '24/12/2026' is not a day")]
    [InlineData("2026-12-24,Cuti", "2026-12-25,Cuti", "2026-12-25 is in line 82 already")]
    [InlineData("Cuti bersama Natal,joint_leave", "Cuti bersama Natal,libur", "kind 'libur' is not known")]
    [InlineData("Cuti bersama Natal,joint_leave", ",joint_leave", "name or source is empty")]
    [InlineData("Cuti bersama Natal,joint_leave", "Cuti bersama, Natal,joint_leave", "has 5 fields instead of 4")]
    [InlineData("date,name", "tanggal,name", "column date is missing")]
    public void A_wrong_day_off_is_named_with_its_line(string right, string wrong, string problem)
    {
        Change(DeadlineFiles.Holidays, right, wrong);

        Assert.Contains(Faults(), fault => fault.File == DeadlineFiles.Holidays && fault.Entry.StartsWith("line ", StringComparison.Ordinal) && fault.Problem.Contains(problem, StringComparison.Ordinal) && fault.Remedy.Length > 0);
    }

    [Fact]
    public void Every_fault_of_both_files_is_named_at_once()
    {
        Change(DeadlineFiles.Limits, "Complaint: { verify", "Complain: { verify");
        Change(DeadlineFiles.Limits, "autoClose: 10", "autoClose: -1");
        Change(DeadlineFiles.Limits, "Asia/Makassar", "Asia/Bali");
        Change(DeadlineFiles.Limits, "\"07:30-12:00\", \"13:00-16:00\"", "\"07:30-12:00\", \"11:00-16:00\"");
        Change(DeadlineFiles.Holidays, "2024-12-26,", "2024-12-62,");
        Change(DeadlineFiles.Holidays, "2024-01-01,", "2024-02-08,");

        var faults = Faults().Select(fault => fault.ToString()).ToList();

        Assert.All(["'Complain'", "'-1'", "'Asia/Bali'", "overlaps", "'2024-12-62'", "2024-02-08 is in line 2 already"], word => Assert.Contains(faults, fault => fault.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void Versions_out_of_order_are_a_fault()
    {
        var path = Path.Combine(folder, DeadlineFiles.Limits);
        var text = File.ReadAllText(path);
        var from = text.IndexOf("  - from: 2018-01-01", StringComparison.Ordinal);
        var to = text.IndexOf("# Who is told", StringComparison.Ordinal);
        File.WriteAllText(path, text.Insert(to, text[from..to].Replace("2018-01-01", "2017-12-31", StringComparison.Ordinal)));

        Assert.Contains("does not begin after the one before it, which begins on 2018-01-01", Assert.Single(Faults()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_version_holds_from_its_day_and_leaves_the_first()
    {
        var path = Path.Combine(folder, DeadlineFiles.Limits);
        var text = File.ReadAllText(path);
        var from = text.IndexOf("  - from: 2018-01-01", StringComparison.Ordinal);
        var to = text.IndexOf("# Who is told", StringComparison.Ordinal);
        File.WriteAllText(path, text.Insert(to, text[from..to].Replace("2018-01-01", "2026-01-01", StringComparison.Ordinal).Replace("completion: 14", "completion: 10", StringComparison.Ordinal)));

        var book = Loaded().Book;

        Assert.Equal((14, 10), (book.At(ShippedRules.At("2025-12-31")).Of(ReportClass.Complaint).Completion, book.At(ShippedRules.At("2026-01-01")).Of(ReportClass.Complaint).Completion));
        Assert.Equal(2, book.Versions.Select(rules => rules.Version).Distinct().Count());
    }

    [Fact]
    public void A_version_is_named_by_what_it_means_and_not_by_its_comments()
    {
        var version = Loaded().Book.Versions[0].Version;
        Assert.StartsWith("2018-01-01-", version, StringComparison.Ordinal);

        Change(DeadlineFiles.Limits, "# Before a due time.", "# Reworded.");
        Assert.Equal(version, Loaded().Book.Versions[0].Version);

        Change(DeadlineFiles.Limits, "warnBefore: 1", "warnBefore: 2");
        Assert.NotEqual(version, Loaded().Book.Versions[0].Version);
    }

    [Theory]
    [InlineData(DeadlineFiles.Holidays)]
    [InlineData(DeadlineFiles.Limits)]
    public void A_missing_file_is_a_fault_that_says_where_to_take_it_from(string file)
    {
        File.Delete(Path.Combine(folder, file));

        var fault = Assert.Single(Faults());
        Assert.Equal(file, fault.File);
        Assert.Contains(RoutingFiles.Shipped, fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("versions:\n")]
    [InlineData("versions:\n  -\nhours:\n  asn:\noffices:\n  standard:\n  others:\n    -\n")]
    public void An_empty_file_or_entry_is_a_fault_and_not_a_crash(string text)
    {
        File.WriteAllText(Path.Combine(folder, DeadlineFiles.Limits), text);

        Assert.NotEmpty(Faults());
    }

    private DeadlineFilesResult.Loaded Loaded() => Assert.IsType<DeadlineFilesResult.Loaded>(DeadlineFiles.Load(folder, Names));

    private IReadOnlyList<KnowledgeFault> Faults() => DeadlineFiles.Load(folder, Names) is DeadlineFilesResult.Refused(var faults) ? faults : [];

    private void Change(string file, string right, string wrong)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, right);
        File.WriteAllText(path, string.Concat(text.AsSpan(0, at), wrong, text.AsSpan(at + right.Length)));
    }
}
