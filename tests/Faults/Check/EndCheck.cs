using System.Globalization;

namespace Hub.Faults.Check;

/// <summary>L3 and L5: what the broker and the system say when all is over.</summary>
internal sealed class EndCheck(DrillParts parts, List<string> notes, TimeProvider clock)
{
    /// <summary>Both ends keep connections that nobody uses for up to a minute; what is held longer is not on its way back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>A pool or a pair of sockets more is no leak.</summary>
    private const int Slack = 60;

    private const string Dead = "hub.dead";
    private const string Canary = "hub.canary.";

    /// <summary>A queue of the hub without a reader is a silent stop; messages left behind are forgotten work.</summary>
    public async Task<IReadOnlyList<Violation>> QueuesAsync(CancellationToken cancellationToken)
    {
        var listed = await parts.World.RabbitMq!.ControlAsync(["list_queues", "name", "messages", "consumers", "--no-table-headers"], cancellationToken);
        var violations = new List<Violation>();
        if (!listed.Contains($"{Dead}\t", StringComparison.Ordinal))
        {
            violations.Add(new Violation("L3", Harm.Other, $"The queue {Dead} is missing: what crashes its reader too often would vanish."));
        }

        foreach (var words in listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(words => words.Length == 3))
        {
            var (name, messages, readers) = (words[0], int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
            if (name is "hub.memory" || name.StartsWith(Canary, StringComparison.Ordinal))
            {
                // The mark by which the hub knows a broker again has no reader, and the queue of a dead hub's canary goes by itself in two minutes.
                continue;
            }

            if (name is Dead)
            {
                notes.Add($"messages in {Dead}: {messages}");
                continue;
            }

            if (name.StartsWith("hub.", StringComparison.Ordinal) && readers == 0)
            {
                violations.Add(new Violation("L3", Harm.Other, $"Nobody reads {name}."));
            }

            if (messages > 0)
            {
                violations.Add(new Violation("L4", Harm.Other, $"{messages} messages lie in {name}."));
            }
        }

        return violations;
    }

    /// <summary>Waits while the process still holds more than in quiet: the rule is that it returns.</summary>
    public async Task<IReadOnlyList<Violation>> UsesAsync(CancellationToken cancellationToken)
    {
        var quiet = parts.Line.Faults.Where(fault => fault.Skipped is null).Select(fault => fault.Start).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        var (first, last, started) = (parts.Uses.Before(quiet), parts.Uses.Now(), clock.GetTimestamp());
        while (Judge(first, last).Count > 0 && clock.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
            last = parts.Uses.Now();
        }

        notes.Add(FormattableString.Invariant($"hub process: {Text(first)} in quiet, {Text(parts.Uses.Most)} at most, {Text(last)} at the end, {clock.GetElapsedTime(started).TotalSeconds:0} s later"));
        return Judge(first, last);
    }

    private static IReadOnlyList<Violation> Judge(HubUse? first, HubUse? last) =>
        first is null || last is null ? [new Violation("L5", Harm.Other, "The hub's process could not be measured.")] : [.. Uses(first, last)];

    private static string Text(HubUse? use) =>
        use is null ? "unknown" : FormattableString.Invariant($"{use.Megabytes:0} MB, {use.Handles} handles, {use.Threads} threads");

    internal static IEnumerable<Violation> Uses(HubUse first, HubUse last)
    {
        if (last.Handles > (first.Handles * 1.1) + Slack)
        {
            yield return new Violation("L5", Harm.Other, $"The hub holds {last.Handles} handles; in quiet it had {first.Handles}.");
        }

        if (last.Threads > (first.Threads * 1.1) + Slack)
        {
            yield return new Violation("L5", Harm.Other, $"The hub has {last.Threads} threads; in quiet it had {first.Threads}.");
        }
    }
}
