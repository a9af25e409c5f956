namespace Hub.Faults.Check;

/// <summary>S3 and S4: what units said is kept, and each channel got each status once in effect and in order. Pure.</summary>
internal static class StatusCheck
{
    /// <summary>A channel with neither key nor read-back: a repeat after an unknown outcome cannot be told from the first.</summary>
    private const string Keyless = "whatsapp";

    public static IEnumerable<Violation> Judge(DrillFacts facts) => [.. Kept(facts), .. Told(facts), .. Invented(facts), .. InOrder(facts)];

    /// <summary>Repeats that the hub has counted itself; an operator sees each.</summary>
    public static int FlaggedRepeats(DrillFacts facts) => facts.Statuses.Sum(status => status.BlindRepeats);

    private static IEnumerable<Violation> Kept(DrillFacts facts)
    {
        var kept = facts.Replies.Select(reply => (reply.Unit, reply.Key)).ToHashSet();
        return facts.UnitReplies.Where(reply => !kept.Contains((reply.Unit, reply.Key))).Select(reply =>
            new Violation("S3", Harm.Lost, $"{reply.Unit} said {reply.Status} of report {reply.ReportId} by {reply.Way}, it was taken, and the hub does not have it."));
    }

    private static IEnumerable<Violation> Told(DrillFacts facts)
    {
        var effects = facts.ChannelStatuses.Where(status => status is { Effective: true, OperationId: not null }).GroupBy(status => status.OperationId!.Value)
            .ToDictionary(group => group.Key, group => group.Count());
        foreach (var status in facts.Statuses)
        {
            var times = effects.GetValueOrDefault(status.Id);
            var allowed = 1 + (status.Channel == Keyless ? status.BlindRepeats : 0);
            var where = $"{status.State} of report {status.ReportId} (operation {status.Id}, {status.Channel})";
            if (times > allowed)
            {
                yield return new Violation("S4", Harm.Doubled, $"{where} took effect {times} times; the hub flagged {status.BlindRepeats} repeats.");
            }
            else if (status.Outcome is "Delivered" && times == 0)
            {
                yield return new Violation("S4", Harm.Lost, $"{where} is delivered in the hub and the channel never got it.");
            }
            else if (status.Outcome is not ("Delivered" or "WaitingPerson"))
            {
                yield return new Violation("S4", Harm.Other, $"{where} is {status.Outcome} after the settling; the channel got it {times} times.");
            }
        }
    }

    private static IEnumerable<Violation> Invented(DrillFacts facts)
    {
        var known = facts.Statuses.Select(status => status.Id).ToHashSet();
        return facts.ChannelStatuses.Where(status => status.Effective && (status.OperationId is not { } id || !known.Contains(id))).Select(status =>
            new Violation("S4", Harm.Other, $"{status.Channel} was told something under operation {status.OperationId?.ToString() ?? "(none)"}, which the hub does not know."));
    }

    /// <summary>What takes effect at a channel never steps back within a report.</summary>
    private static IEnumerable<Violation> InOrder(DrillFacts facts)
    {
        var statuses = facts.Statuses.ToDictionary(status => status.Id);
        var reached = new Dictionary<Guid, StoredStatus>();
        foreach (var told in facts.ChannelStatuses.Where(told => told.Effective))
        {
            if (told.OperationId is not { } id || !statuses.TryGetValue(id, out var status))
            {
                continue;
            }

            if (reached.TryGetValue(status.ReportId, out var before) && before.Sequence > status.Sequence)
            {
                yield return new Violation("S4", Harm.Inversion, $"{status.Channel} was told {status.State} of report {status.ReportId} after {before.State}.");
            }
            else
            {
                reached[status.ReportId] = status;
            }
        }
    }
}
