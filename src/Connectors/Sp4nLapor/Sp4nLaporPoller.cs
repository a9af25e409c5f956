using System.Net;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>
/// Mode api: one item a report that is new or changed, one item a follow-up of it. A log that cannot be read is owed:
/// the cursor names its report until the log was read, so that nothing is passed over and nobody waits for it.
/// </summary>
internal sealed partial class Sp4nLaporPoller(Sp4nLaporReader reader, IOptions<Sp4nLaporOptions> options, TimeProvider clock, ILogger<Sp4nLaporPoller> logger) : IPolledChannel
{
    /// <summary>Reports whose log looked like the end of the channel: their neighbours are read before them.</summary>
    private readonly HashSet<string> suspects = [];

    public string Channel => Sp4nLaporChannel.Name;

    public string Account => options.Value.AgencyId!;

    public TimeSpan Interval => options.Value.PollInterval;

    public async Task<PollResult> FetchAsync(string? cursor, CancellationToken cancellationToken)
    {
        var place = Sp4nLaporCursor.Read(cursor);
        if (place.Pending.Count >= Sp4nLaporCursor.MostPending)
        {
            return await SettleAsync(place, cancellationToken);
        }

        return await reader.ReportsAsync(place.Feed, options.Value.PageSize, cancellationToken) switch
        {
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Read { Value: var page } => await TakeAsync(place, page, cancellationToken),
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed { Status: HttpStatusCode.Gone } when place.Feed is not null => Restart(place),
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed failed => new PollResult.Unavailable(failed.Reason, failed.RetryAfter),
            var other => throw new InvalidOperationException($"The reader gave {other.GetType().Name}, which is not in its list."),
        };
    }

    private async Task<PollResult> TakeAsync(Sp4nLaporCursor place, Sp4nLaporFeedPage page, CancellationToken cancellationToken)
    {
        var seen = place.Seen.ToHashSet();
        var fresh = page.Items.Where(item => Sp4nLaporBodies.Key(item) is not { } key || seen.Add(key)).ToList();
        var changed = fresh.Where(JsonReading.IsWhole).Select(item => item.Words("tracking_id")).OfType<string>();
        var harvest = await HarvestAsync([.. place.Pending.Concat(changed).Distinct()], cancellationToken);

        if (harvest is { Stop: { } stop, Items.Count: 0 } && fresh.Count == 0 && !page.HasMore)
        {
            return new PollResult.Unavailable(stop.Reason, stop.RetryAfter);
        }

        var latest = page.Items.Where(JsonReading.IsWhole).Select(item => Sp4nLaporTime.Read(item, "updated_at")?.At).Max();
        var next = place.After(page, latest, fresh.Select(Sp4nLaporBodies.Key).OfType<string>()) with { Pending = harvest.Owed };
        return new PollResult.Page([.. fresh.Select(Report), .. harvest.Items], next.Write(), page.HasMore && harvest.Stop is null);
    }

    /// <summary>So many logs are owed that the feed waits for them.</summary>
    private async Task<PollResult> SettleAsync(Sp4nLaporCursor place, CancellationToken cancellationToken)
    {
        var harvest = await HarvestAsync(place.Pending, cancellationToken);
        var settled = harvest.Owed.Count < place.Pending.Count;
        return settled
            ? new PollResult.Page(harvest.Items, (place with { Pending = harvest.Owed }).Write(), HasMore: harvest.Owed.Count < Sp4nLaporCursor.MostPending)
            : new PollResult.Unavailable(harvest.Stop?.Reason ?? "The follow-up logs of too many reports cannot be read.", harvest.Stop?.RetryAfter);
    }

    /// <summary>One log that is refused or never ends may be to blame itself; the second in a row is the channel.</summary>
    private async Task<Harvest> HarvestAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        List<RawItem> items = [];
        List<string> owed = [];
        HashSet<string> keys = [];
        List<string> trackingIds = [.. wanted.OrderBy(suspects.Contains)];
        var inARow = 0;
        for (var index = 0; index < trackingIds.Count; index++)
        {
            var answer = await reader.FollowUpsAsync(trackingIds[index], null, cancellationToken);
            var whole = answer is Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed { WholeChannel: true };
            _ = whole ? suspects.Add(trackingIds[index]) : suspects.Remove(trackingIds[index]);
            inARow = whole ? inARow + 1 : 0;
            switch (answer)
            {
                case Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Read { Value: var entries }:
                    items.AddRange(entries.Where(entry => !Sp4nLaporBodies.IsOurs(entry)).Select(entry => FollowUp(trackingIds[index], entry)).Where(item => item.Key is null || keys.Add(item.Key)));
                    break;

                // Withdrawn or moved to another agency: there is no log any more.
                case Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone }:
                    break;

                case Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed { WholeChannel: true } stop when inARow > 1 || stop.Status is not (null or HttpStatusCode.Forbidden):
                    return new Harvest(items, [.. owed, .. trackingIds.Skip(index)], stop);

                case Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed failed:
                    owed.Add(trackingIds[index]);
                    Log.LogOwed(logger, trackingIds[index], Channel, failed.Reason);
                    break;
            }
        }

        return new Harvest(items, owed, null);
    }

    private PollResult.Page Restart(Sp4nLaporCursor place)
    {
        Log.CursorExpired(logger, Channel);
        return new PollResult.Page([], place.Restarted().Write(), HasMore: true);
    }

    private RawItem Report(JsonElement item) => Sp4nLaporBodies.Report(item, Account, clock.GetUtcNow());

    private RawItem FollowUp(string trackingId, JsonElement entry) => Sp4nLaporBodies.FollowUp(trackingId, entry, Account, clock.GetUtcNow());

    /// <param name="Owed">Reports whose log was not read.</param>
    /// <param name="Stop">Why the rest was not even tried.</param>
    private sealed record Harvest(IReadOnlyList<RawItem> Items, IReadOnlyList<string> Owed, Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed? Stop);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The follow-ups of {ExternalId} on {Channel} could not be read and are asked for again: {Reason}")]
        public static partial void LogOwed(ILogger logger, string externalId, string channel, string reason);

        [LoggerMessage(2, LogLevel.Warning, "The cursor of {Channel} has expired; all its reports are read again.")]
        public static partial void CursorExpired(ILogger logger, string channel);
    }
}
