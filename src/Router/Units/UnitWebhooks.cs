using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Units;

/// <summary>
/// Which webhooks fail and which are switched off, the same for all processes. One that is well costs nothing: it has no row,
/// and the few rows there are stand in memory for half a second: what an operator switches off is off within it.
/// </summary>
internal sealed partial class UnitWebhooks(HubStore store, OperatorJournal journal, IOptions<UnitOptions> options, TimeProvider clock, ILogger<UnitWebhooks> logger)
{
    public const string Hub = "hub";

    private static readonly TimeSpan Remembered = TimeSpan.FromMilliseconds(500);

    private volatile Picture? picture;

    /// <summary>Units whose webhook is switched off.</summary>
    public async Task<IReadOnlyList<string>> DisabledAsync(CancellationToken cancellationToken) =>
        [.. (await KnownAsync(cancellationToken)).Values.Where(webhook => webhook.DisabledAt is not null).Select(webhook => webhook.Unit)];

    public async Task<bool> IsDisabledAsync(string unit, CancellationToken cancellationToken) =>
        (await KnownAsync(cancellationToken)).GetValueOrDefault(unit)?.DisabledAt is not null;

    /// <summary>Notes what a call came to. Writes only when it changes something: the first failure, the first success after it, the end of patience.</summary>
    public async Task NoteAsync(string unit, SyncResult result, CancellationToken cancellationToken)
    {
        var before = (await KnownAsync(cancellationToken)).GetValueOrDefault(unit);
        if (result is SyncResult.Rejected { Code: "gone" } gone)
        {
            await DisableAsync(unit, (Hub, gone.Reason), cancellationToken);
        }
        else if (result is SyncResult.Delivered or SyncResult.Rejected && !UnitDeliveries.IsOfTheWay(result))
        {
            await WellAsync(before, cancellationToken);
        }
        else if (before?.FailingSince is not { } since)
        {
            await FailingAsync(unit, cancellationToken);
        }
        else if (before.DisabledAt is null && since + options.Value.DisableWebhookAfter <= clock.GetUtcNow())
        {
            await DisableAsync(unit, (Hub, $"No call was taken since {since:yyyy-MM-dd HH:mm}Z."), cancellationToken);
        }
    }

    /// <returns>False when it was off before.</returns>
    public async Task<bool> DisableAsync(string unit, (string By, string Reason) act, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var done = await store.WriteAsync(
            async (write, token) =>
            {
                await write.Db.InsertNewAsync([new UnitWebhook { Unit = unit }], token);
                var count = await write.Db.Set<UnitWebhook>().Where(row => row.Unit == unit && row.DisabledAt == null).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.DisabledAt, now).SetProperty(row => row.DisabledBy, act.By).SetProperty(row => row.Reason, act.Reason), token);
                if (count > 0)
                {
                    await journal.AddAsync(write.Db, (act.By, "units.webhook.disable", unit), act.Reason, count, token);
                }

                return count > 0;
            },
            cancellationToken);
        Forget();
        if (done)
        {
            Log.Disabled(logger, unit);
        }

        return done;
    }

    /// <summary>What was waiting goes at once.</summary>
    /// <returns>False when it was not off.</returns>
    public async Task<bool> EnableAsync(string unit, (string By, string Reason) act, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var done = await store.WriteAsync(
            async (write, token) =>
            {
                if (await write.Db.Set<UnitWebhook>().Where(row => row.Unit == unit && row.DisabledAt != null).ExecuteDeleteAsync(token) == 0)
                {
                    return false;
                }

                var waiting = await write.Db.Set<UnitDelivery>().Where(row => row.Unit == unit && row.DeliveredAt == null && row.RefusedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAt, now), token);
                await journal.AddAsync(write.Db, (act.By, "units.webhook.enable", unit), act.Reason, waiting, token);
                return true;
            },
            cancellationToken);
        Forget();
        return done;
    }

    private void Forget() => picture = null;

    private async Task<FrozenDictionary<string, UnitWebhook>> KnownAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (picture is { } seen && now - seen.At <= Remembered)
        {
            return seen.Known;
        }

        var rows = await store.ReadAsync((db, token) => db.Set<UnitWebhook>().AsNoTracking().ToListAsync(token), cancellationToken);
        var fresh = new Picture(rows.ToFrozenDictionary(row => row.Unit, StringComparer.Ordinal), now);
        picture = fresh;
        return fresh.Known;
    }

    private async Task FailingAsync(string unit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await store.WriteAsync((write, token) => write.Db.InsertNewAsync([new UnitWebhook { Unit = unit, FailingSince = now }], token), cancellationToken);
        Forget();
    }

    private async Task WellAsync(UnitWebhook? before, CancellationToken cancellationToken)
    {
        if (before?.FailingSince is not null)
        {
            await store.WriteAsync(
                (write, token) => write.Db.Set<UnitWebhook>().Where(row => row.Unit == before.Unit && row.DisabledAt == null).ExecuteDeleteAsync(token), cancellationToken);
            Forget();
        }
    }

    private sealed record Picture(FrozenDictionary<string, UnitWebhook> Known, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The webhook of {Unit} is switched off; its events wait. When it is mended: hub units webhook enable {Unit}")]
        public static partial void Disabled(ILogger logger, string unit);
    }
}
