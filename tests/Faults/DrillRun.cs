using Hub.Faults.Check;
using Hub.Faults.Load;
using Hub.Faults.Nemesis;
using Hub.Faults.World;

namespace Hub.Faults;

/// <summary>One drill from the first server to the verdict.</summary>
internal sealed class DrillRun(DrillOptions options, string folder, TimeProvider clock)
{
    private static readonly TimeSpan TopUp = TimeSpan.FromSeconds(60);

    public async Task<DrillVerdict> RunAsync(CancellationToken cancellationToken)
    {
        var plan = DrillPlan.Make(options.Seed, options.Length, options.Faults, options.Embedded);
        var line = new TimeLine(Path.Combine(folder, "time-line.txt"), clock);
        Announce(plan, line);

        // Whatever hangs, the drill ends: load, settling and reading have their own limits below this one.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Length + Settling.Longest + TimeSpan.FromMinutes(8));
        await using var world = await DrillWorld.StartAsync(options, folder, clock, limit.Token);
        var canaries = new Canaries(options.Seed);
        var search = new LeakSearch(canaries);
        world.Units.Work.Search = search;
        await using var health = new HealthWatch((world.Address, world.Settings.OperationsKey), search, clock);
        await using var uses = new UseWatch(world.Hub, clock);
        using var whatsApp = new WhatsAppLoad(world.Channels.WhatsApp, new Uri(world.Address, "/webhooks/whatsapp"), world.Ledgers, clock);
        var load = new OpenLoop(new Samples(options.Seed, canaries), canaries, whatsApp, (new PolledLoad(world.Channels.ContactCenter, world.Channels.Lapor, world.Ledgers, (canaries, clock)), clock));
        var parts = new DrillParts(world, load, whatsApp) { Health = health, Uses = uses, Search = search, Line = line };

        var started = clock.GetTimestamp();
        Console.WriteLine("The load begins.");
        await Task.WhenAll(
            load.RunAsync(options.Rate, options.Length, limit.Token),
            new NemesisRun(NemesisRun.Injectors(world, whatsApp, (canaries, clock)), line, clock).RunAsync(plan, limit.Token),
            TellAsync(parts, limit.Token));
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        world.Lines.Heal();
        Console.WriteLine("The load is over; waiting until the hub has nothing left to do.");
        var settled = await new Settling(parts, clock).RunAsync(limit.Token);
        var verdict = await new Judgement(parts, settled, clock).PronounceAsync(seconds, limit.Token);
        return verdict;
    }

    private void Announce(IReadOnlyList<PlannedFault> plan, TimeLine line)
    {
        Console.WriteLine(FormattableString.Invariant($"Seed {options.Seed}: {plan.Count} faults planned in {options.Minutes:0.##} minutes."));
        foreach (var fault in plan)
        {
            Console.WriteLine($"  {fault}");
            line.Note($"planned: {fault}");
        }
    }

    /// <summary>A line a minute, so that a person sees that it goes on.</summary>
    private async Task TellAsync(DrillParts parts, CancellationToken cancellationToken)
    {
        for (var left = options.Length; left > TopUp; left -= TopUp)
        {
            await Task.Delay(TopUp, clock, cancellationToken);
            Console.WriteLine(FormattableString.Invariant(
                $"  {(options.Length - left + TopUp).TotalMinutes:0} min: sent {parts.Load.Sent}, accepted {parts.World.Ledgers.Accepted.Count}, faults so far {parts.Line.Faults.Count}, hub lives {parts.World.Hub.Deaths.Count + 1}"));
        }
    }
}

/// <summary>What the ends of a drill work with.</summary>
internal sealed record DrillParts(DrillWorld World, OpenLoop Load, WhatsAppLoad WhatsApp)
{
    public required HealthWatch Health { get; init; }

    public required UseWatch Uses { get; init; }

    public required LeakSearch Search { get; init; }

    public required TimeLine Line { get; init; }
}
