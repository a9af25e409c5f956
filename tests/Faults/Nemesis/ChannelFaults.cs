using Hub.Faults.World;
using Hub.Simulators;

namespace Hub.Faults.Nemesis;

/// <summary>F19 and F20: channels that refuse, stall, lose answers, repeat and swap what they show, and change it afterwards.</summary>
internal sealed class ChannelFaults(DrillChannels channels, int seed, TimeProvider clock) : IInjector
{
    private const int Edits = 3;

    public IReadOnlyList<FaultKind> Kinds => [FaultKind.F19, FaultKind.F20];

    public async Task<string?> InjectAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var dial in channels.Dials)
            {
                dial.Settings = Trouble(fault.Variant);
            }

            if (fault.Kind is FaultKind.F20)
            {
                Edit(new Random(Load.Seeds.Of(seed, 4, fault.Number)));
            }

            await Task.Delay(fault.Length, clock, cancellationToken);
        }
        finally
        {
            foreach (var dial in channels.Dials)
            {
                dial.Settings = FaultSettings.None;
            }
        }

        return null;
    }

    private static FaultSettings Trouble(string variant) => variant switch
    {
        "errors" => new FaultSettings(Delay: 0.1, LongestDelay: TimeSpan.FromSeconds(1), Error: 0.4),
        "lost-answers" => new FaultSettings(Delay: 0.1, LongestDelay: TimeSpan.FromSeconds(1), LostAnswer: 0.3),
        _ => new FaultSettings(Duplicate: 0.3, Reorder: 0.3),
    };

    /// <summary>The caller rings again, an administrator shortens a text: both of reports that a unit works on already.</summary>
    private void Edit(Random dice)
    {
        var tickets = channels.ContactCenter.Tickets.Where(ticket => ticket.Status is "in_progress").ToList();
        var reports = channels.Lapor.Desk.Reports.Where(report => report.Status.StartsWith("Ditindaklanjuti", StringComparison.Ordinal)).ToList();
        for (var edit = 0; edit < Edits; edit++)
        {
            if (tickets.Count > 0)
            {
                channels.ContactCenter.AddCallerReply(tickets[dice.Next(tickets.Count)].TicketNo, "Penelepon menyampaikan bahwa kondisinya masih sama.");
            }

            if (reports.Count > 0)
            {
                var report = reports[dice.Next(reports.Count)];
                channels.Lapor.Desk.Redact(report.TrackingId, report.Submission.Content[..(report.Submission.Content.Length / 2)]);
            }
        }
    }
}
