using System.Data.Common;
using Hub.Faults.Check;

namespace Hub.Faults;

/// <summary>How the settling went.</summary>
/// <param name="After">From the end of the load until nothing was left; null when something stayed.</param>
/// <param name="Limit">What L1 allows.</param>
internal sealed record Settled(TimeSpan? After, TimeSpan Limit, IReadOnlyList<string> Left);

/// <summary>Waits, in bounded time, until the hub, its units and its channels have nothing left to do (RELIABILITY 3.1, quiescence).</summary>
internal sealed class Settling(DrillParts parts, TimeProvider clock)
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Fixed = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    /// <summary>Nothing may move for so long: a sweep or a late twin would still change something.</summary>
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(4);

    public async Task<Settled> RunAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var limit = (Fixed + TimeSpan.FromSeconds(await BacklogAsync(cancellationToken) / (10 * parts.World.Options.Rate))) * parts.World.Options.Slack;
        IReadOnlyList<string> left = ["nothing was looked at"];
        TimeSpan? since = null;
        var picture = "";
        while (clock.GetElapsedTime(started) < Longest)
        {
            left = await LeftAsync(cancellationToken);
            var now = Picture();
            since = left.Count > 0 || now != picture ? null : since ?? clock.GetElapsedTime(started);
            picture = now;
            if (since is { } quiet && clock.GetElapsedTime(started) - quiet >= Still)
            {
                return new Settled(quiet, limit, []);
            }

            await Task.Delay(Glance, clock, cancellationToken);
        }

        return new Settled(null, limit, left);
    }

    private async Task<double> BacklogAsync(CancellationToken cancellationToken) =>
        await LeftoversAsync(cancellationToken) is { } leftovers ? parts.WhatsApp.Open + leftovers.Where(each => each.What.StartsWith("reports", StringComparison.Ordinal)).Sum(each => each.Count) : 0;

    private string Picture() => $"{parts.World.Ledgers.UnitReceipts.Count} {parts.World.Ledgers.UnitReplies.Count} {parts.World.Channels.WhatsApp.Ledger.Received.Count}";

    private async Task<IReadOnlyList<string>> LeftAsync(CancellationToken cancellationToken)
    {
        var left = new List<string>();
        Add(left, "webhooks that the hub has not taken", parts.WhatsApp.Open);
        Add(left, "receipts that the hub has not taken", parts.World.Channels.WhatsApp.Pending);
        Add(left, "reports that units work on", parts.World.Units.Work.Open);
        if (await LeftoversAsync(cancellationToken) is { } leftovers)
        {
            leftovers.ToList().ForEach(each => Add(left, each.What, each.Count));
        }
        else
        {
            left.Add("the store does not answer");
        }

        return left;
    }

    private async Task<IReadOnlyList<Leftover>?> LeftoversAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await new FactsReader(parts.World.Ledgers, parts.World.Channels, new StoreTables(parts.World.Store)).LeftoversAsync(cancellationToken);
        }
        catch (DbException)
        {
            return null;
        }
    }

    private static void Add(List<string> left, string what, long count)
    {
        if (count > 0)
        {
            left.Add($"{count} {what}");
        }
    }
}
