using Hub.Simulators.Units;

namespace Hub.Simulators.Demo;

/// <summary>What citizens do after they have sent: add to a report once it is taken, and answer what they are asked.</summary>
internal sealed class DemoCitizens(IReadOnlyList<IDemoChannel> channels, UnitRecord units)
{
    private readonly HashSet<string> added = new(StringComparer.Ordinal);
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);

    /// <summary>Nothing is left to be added.</summary>
    public bool AreDone(IReadOnlyList<SentReport> sent) => sent.Where(AddsSomething).All(report => added.Contains(report.Report.Id));

    public async Task ActAsync(IReadOnlyList<SentReport> sent, IReadOnlyList<HubReport> seen, CancellationToken cancellationToken)
    {
        await AddAsync(sent, seen, cancellationToken);
        await AnswerAsync(sent, cancellationToken);
    }

    // A person adds to a report after hearing that it has arrived.
    private async Task AddAsync(IReadOnlyList<SentReport> sent, IReadOnlyList<HubReport> seen, CancellationToken cancellationToken)
    {
        var taken = seen.Where(report => report.Statuses.Any(HubWords.IsDelivered) || HubWords.IsAtRest(report))
            .Select(report => (report.Channel, report.ExternalId)).ToHashSet();
        foreach (var report in sent.Where(AddsSomething).Where(report => taken.Contains((report.Channel, report.ExternalId))))
        {
            if (added.Add(report.Report.Id))
            {
                await ChannelOf(report).AddAsync(report, cancellationToken);
            }
        }
    }

    // What has not reached the channel cannot be answered.
    private async Task AnswerAsync(IReadOnlyList<SentReport> sent, CancellationToken cancellationToken)
    {
        var open = units.Accepted.Where(said => said.Status == "waiting_reporter" && !answered.Contains(said.PublicNote!)).Select(said => said.PublicNote!).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var told = channels.SelectMany(channel => channel.Ledger()).ToList();
        foreach (var question in open)
        {
            var entry = told.FirstOrDefault(entry => entry.Text.Contains(question, StringComparison.Ordinal));
            var asked = entry is null ? null : sent.FirstOrDefault(report => (report.Channel, report.Handle) == (entry.Channel, entry.Handle));
            if (asked is not null && answered.Add(question))
            {
                await ChannelOf(asked).AnswerAsync(asked, question, cancellationToken);
                units.CitizenAnswered(question);
            }
        }
    }

    private IDemoChannel ChannelOf(SentReport report) => channels.Single(channel => channel.Name == report.Channel);

    // A place is part of the first message everywhere but in a chat.
    private static bool AddsSomething(SentReport sent) => sent.Report.Kind is "follow-up" || (sent.Report.Kind is "location" && sent.Channel is "whatsapp");
}
