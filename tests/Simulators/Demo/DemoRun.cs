using System.Collections.Concurrent;

namespace Hub.Simulators.Demo;

/// <summary>What happens in a demo: citizens send, units open their desks, citizens answer questions, until all is at rest.</summary>
internal sealed class DemoRun(DemoWorld world)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private readonly ConcurrentDictionary<string, SentReport> sent = new(StringComparer.Ordinal);
    private readonly DemoCitizens citizens = new(world.Channels, world.Units.Record);
    private string restedWith = "";

    /// <summary>The hub's list as last seen.</summary>
    public IReadOnlyList<HubReport> Seen { get; private set; } = [];

    public IReadOnlyList<SentReport> Sent => [.. sent.Values.OrderBy(report => report.Report.Id, StringComparer.Ordinal)];

    public Task SendAsync(IReadOnlyList<DemoReport> reports, CancellationToken cancellationToken)
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(reports, together, async (report, token) =>
            sent[report.Id] = await world.Channel(report.Channel).SendAsync(report, token));
    }

    /// <summary>Looks once at everything and does what is due.</summary>
    /// <returns>False when the hub did not answer; it is asked again at the next look.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (await world.Api.TryReportsAsync(cancellationToken) is not { } reports)
        {
            return false;
        }

        Seen = reports;
        foreach (var unit in Seen.Select(report => report.Unit).OfType<string>().Distinct())
        {
            world.Units.Open(unit);
        }

        await citizens.ActAsync(Sent, Seen, cancellationToken);
        return true;
    }

    /// <summary>Looks until all is at rest, the patience is over or the hub died.</summary>
    /// <returns>True when all came to rest.</returns>
    public async Task<bool> SettleAsync(int expected, CancellationToken cancellationToken)
    {
        var start = world.Clock.GetTimestamp();
        while (world.Clock.GetElapsedTime(start) < world.Options.Patience && !world.Hub.HasDied)
        {
            if (await LookAsync(cancellationToken) && IsAtRest(expected))
            {
                return true;
            }

            await Task.Delay(Pause, world.Clock, cancellationToken);
        }

        return false;
    }

    /// <summary>Both sides as they stand now. The hub is read first: what it calls delivered must be in the ledgers that are read after.</summary>
    public async Task<DemoFacts> FactsAsync(CancellationToken cancellationToken)
    {
        List<string> troubles = [.. world.Units.Troubles];
        if (world.Webhooks.Refused > 0)
        {
            troubles.Add($"Units refused {world.Webhooks.Refused} webhooks for their signature or body.");
        }

        if (await world.Api.TryReportsAsync(cancellationToken) is { } reports)
        {
            Seen = reports;
        }
        else
        {
            troubles.Add(world.Hub.HasDied ? "The hub ended by itself." : "The hub does not answer.");
        }

        var ledger = world.Channels.SelectMany(channel => channel.Ledger()).ToList();
        return new DemoFacts(Sent, Seen, ledger, world.Units.Record.Accepted) { Troubles = troubles };
    }

    // Two looks that show the same: a late twin would still change something.
    private bool IsAtRest(int expected)
    {
        var picture = string.Join('|', Seen.Select(report => $"{report.Id}{report.State}{report.Statuses.Count}"));
        var before = restedWith;
        var rests = sent.Count == expected && citizens.AreDone(Sent) && Seen.Count >= expected && Seen.All(report => report.Statuses.All(HubWords.IsSettled) && HubWords.IsAtRest(report));
        restedWith = rests ? picture : "";
        return rests && before == picture;
    }
}
