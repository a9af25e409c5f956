using Hub.Faults.Check;
using Hub.Faults.World;

namespace Hub.Faults;

/// <summary>Puts all checks together once the world stands still.</summary>
internal sealed class Judgement(DrillParts parts, Settled settled, TimeProvider clock)
{
    private readonly List<string> judged = ["S1", "S2", "S3", "S4", "S5", "S7", "S8", "S9", "S10", "L1", "L4"];
    private readonly List<string> notes = [];

    private DrillWorld World => parts.World;

    public async Task<DrillVerdict> PronounceAsync(double seconds, CancellationToken cancellationToken)
    {
        var violations = new List<Violation>(World.Ledgers.Seen);
        var facts = await new FactsReader(World.Ledgers, World.Channels, new StoreTables(World.Store)).ReadAsync(cancellationToken);
        violations.AddRange(PlacementCheck.Judge(facts));
        violations.AddRange(StatusCheck.Judge(facts));
        violations.AddRange(HistoryCheck.Judge(facts));
        violations.AddRange(Rest());

        var faults = parts.Line.Faults;
        var samples = parts.Health.Samples;
        violations.AddRange(HealthCheck.Judge(samples, faults, World.Options.Slack));
        var end = new EndCheck(parts, notes, clock);
        violations.AddRange(await end.UsesAsync(cancellationToken));
        if (World.RabbitMq is not null)
        {
            violations.AddRange(await end.QueuesAsync(cancellationToken));
            judged.Add("L3");
        }

        violations.AddRange(await new LeakCheck(parts, notes, clock).JudgeAsync(cancellationToken));
        violations.AddRange(await AuditAsync(cancellationToken));
        var latencies = LatencyCheck.Figures(World.Ledgers.Attempts, faults, Recoveries.Downs(samples));
        violations.AddRange(LatencyCheck.Judge(latencies, World.Options.Slack));
        judged.AddRange(["S6", "L5", "L6"]);
        if (HealthCheck.Watch(samples, faults).Count > 0)
        {
            judged.Add("L2");
        }

        Tell(facts);
        return new DrillVerdict(World.Options)
        {
            Accepted = facts.Accepted.Select(report => (report.Channel, report.ExternalId)).Distinct().Count(),
            LoadSeconds = seconds,
            Faults = faults,
            Violations = violations,
            Latencies = latencies,
            Recoveries = Recoveries.Of(samples, faults, World.Ledgers.Attempts),
            Judged = judged,
            Notes = notes,
            SettledSeconds = settled.After?.TotalSeconds ?? Settling.Longest.TotalSeconds,
        };
    }

    /// <summary>L1 and L4.</summary>
    private IEnumerable<Violation> Rest()
    {
        if (settled.After is null)
        {
            yield return new Violation("L4", Harm.Other, $"Still waiting {Settling.Longest.TotalSeconds:0} s after the load: {string.Join(", ", settled.Left)}.");
        }

        if ((settled.After ?? Settling.Longest) > settled.Limit)
        {
            yield return new Violation("L1", Harm.Other, $"The hub needed {(settled.After ?? Settling.Longest).TotalSeconds:0} s after the load; {settled.Limit.TotalSeconds:0} s are allowed.");
        }

        foreach (var trouble in parts.Load.Troubles.Concat(World.Units.Work.Troubles))
        {
            yield return new Violation("S3", Harm.Other, trouble);
        }
    }

    /// <summary>S9's chain, as soon as the hub can verify it itself.</summary>
    private async Task<IEnumerable<Violation>> AuditAsync(CancellationToken cancellationToken)
    {
        var help = await World.Verbs.RunAsync(["--help"], cancellationToken);
        if (!help.Split('\n').Any(line => line.TrimStart().StartsWith("audit ", StringComparison.Ordinal)))
        {
            return [];
        }

        try
        {
            notes.Add($"audit verify: {(await World.Verbs.RunAsync(["audit", "verify"], cancellationToken)).Trim().Split('\n')[^1]}");
            return [];
        }
        catch (InvalidOperationException fault)
        {
            return [new Violation("S9", Harm.Other, $"hub audit verify: {fault.Message.Trim()}")];
        }
    }

    private void Tell(DrillFacts facts)
    {
        var states = string.Join(", ", facts.Reports.CountBy(report => report.Unit is null ? report.State : "with a unit").OrderByDescending(state => state.Value).Select(state => $"{state.Key} {state.Value}"));
        notes.Add($"reports {facts.Reports.Count} ({states}), units that work {facts.UnitReceipts.Select(receipt => receipt.Unit).Distinct().Count()}");
        notes.Add($"statuses told {facts.ChannelStatuses.Count(status => status.Effective)}, recognised copies {facts.ChannelStatuses.Count(status => !status.Effective)}, repeats flagged by the hub {StatusCheck.FlaggedRepeats(facts)}");
        notes.Add($"unit replies {facts.UnitReplies.Count}, copies of events to units {facts.UnitReceipts.Count - facts.UnitReceipts.DistinctBy(receipt => (receipt.Unit, receipt.EventId)).Count()}");
        notes.Add($"lines cut {World.Lines.All.Sum(line => line.Resets)}, answers to COMMIT lost {World.Lines.Database?.Swallowed ?? 0}");
        var own = World.Hub.Deaths.Where(death => !death.Killed).ToList();
        notes.Add($"hub lives {World.Hub.Deaths.Count + 1}, ended by itself {own.Count}{(own.Count == 0 ? "" : $" (codes {string.Join(", ", own.Select(death => death.Code).Distinct())})")}");
        foreach (var skipped in parts.Line.Faults.Where(fault => fault.Skipped is not null).Take(10))
        {
            notes.Add($"skipped: {skipped.Plan}: {skipped.Skipped}");
        }
    }
}
