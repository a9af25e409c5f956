using Hub.Faults.Ledgers;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Demo;
using Hub.Simulators.Sp4nLapor;

namespace Hub.Faults.Load;

/// <summary>Citizens who ring 158 or fill in LAPOR!'s form: the report counts as soon as the channel shows it to whoever polls.</summary>
internal sealed class PolledLoad(ContactCenter158Simulator contactCenter, Sp4nLaporSimulator lapor, DrillLedgers ledgers, (Canaries Canaries, TimeProvider Clock) made)
{
    private const int LongestSubject = 80;

    public async Task SendAsync(PlannedReport report)
    {
        var (channel, id) = report.Channel is LoadChannel.ContactCenter ? ("cc158", Ring(report)) : ("sp4n", Submit(report));
        var now = made.Clock.GetUtcNow();
        await ledgers.Sent.AppendAsync(new Ledgers.SentReport(now, channel, id, id, report.Number, report.Scenario) { Anonymous = report.Anonymous, Secret = report.Secret });
        await ledgers.Accepted.AppendAsync(new AcceptedReport(now, channel, id));
    }

    private string Ring(PlannedReport report) => contactCenter.AddTicket(new TicketDraft(Subject(report), report.Text)
    {
        // The agent knows who rings, also of one who does not want to be named.
        Caller = new Caller(
            made.Canaries.Name(report.Number), $"+{made.Canaries.Phone(report.Number)}", Anonymous: report.Anonymous,
            Email: made.Canaries.Email(report.Number), AddressText: made.Canaries.Street(report.Number)),
        Category = new Code("UMUM", "Umum"),
        Location = report.Place.Length == 0 ? null : new Location(report.Place),
    }).TicketNo;

    private string Submit(PlannedReport report)
    {
        string[] place = [.. report.Place.Split(',', StringSplitOptions.TrimEntries)];
        return lapor.Desk.AddReport(new Sp4nLaporSubmission(Subject(report), report.Text)
        {
            Anonymous = report.Anonymous,
            Secret = report.Secret,
            CategoryParent = "Topik Lainnya",
            Category = "Topik Lainnya",
            Regency = place[0],
            Province = place[^1],
            ReporterName = made.Canaries.Name(report.Number),
            ReporterPhone = $"+{made.Canaries.Phone(report.Number)}",
            ReporterEmail = made.Canaries.Email(report.Number),
        });
    }

    private static string Subject(PlannedReport report)
    {
        var line = DemoPeople.SubjectOf(new DemoReport("", report.Text, "", "", "", false, false));
        return line.Length <= LongestSubject ? line : line[..LongestSubject];
    }
}
