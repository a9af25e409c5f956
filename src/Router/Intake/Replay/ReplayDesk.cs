using Hub.Router.Intake.Quarantine;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake.Replay;

/// <summary>
/// Reads a part of the raw archive again with today's normaliser (P3): first what would change, then, batch by batch, the change.
/// A body that says what the hub has is not touched, so that a second run does nothing and a run that was cut off is begun again.
/// </summary>
public sealed class ReplayDesk
{
    private const int PreviewBatch = 200;

    private readonly HubStore store;
    private readonly StoredBodies bodies;
    private readonly ReadingAgain again;
    private readonly InboundWriter inbound;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal ReplayDesk(HubStore store, (StoredBodies Bodies, ReadingAgain Again, InboundWriter Inbound) reading, OperatorJournal journal, TimeProvider clock)
    {
        this.store = store;
        (bodies, again, inbound) = reading;
        this.journal = journal;
        this.clock = clock;
    }

    /// <summary>Whether this configuration has a reader for the channel.</summary>
    public bool CanRead(string channel) => bodies.CanRead(channel);

    public Task<int> CountAsync(ReplayRange range, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => Matching(db, range).CountAsync(token), cancellationToken);

    /// <summary>The difference, without any effect.</summary>
    public async Task<ReplayTally> PreviewAsync(ReplayRange range, IProgress<ReplayTally> progress, CancellationToken cancellationToken)
    {
        var count = new ReplayCount();
        var expected = new HashSet<(string, string, string)>();
        var position = range.After;
        while (await PageAsync(range, position, PreviewBatch, cancellationToken) is { Count: > 0 } page)
        {
            await store.ReadAsync(
                async (db, token) =>
                {
                    foreach (var origin in page)
                    {
                        count.Add(await ArchiveComparison.JudgeAsync(db, (await bodies.ReadAsync(db, origin, token))!, expected, token));
                    }

                    return true;
                },
                cancellationToken);
            position = page[^1];
            progress.Report(count.Tally);
        }

        return count.Result(stopped: false);
    }

    /// <param name="stop">Ends after the batch in hand.</param>
    public async Task<ReplayTally> ApplyAsync(ReplayRange range, string by, (Pace Pace, IProgress<ReplayTally> Progress) way, CancellationToken stop)
    {
        var count = new ReplayCount();
        var position = range.After;
        try
        {
            while (!stop.IsCancellationRequested && await PageAsync(range, position, way.Pace.Batch, stop) is { Count: > 0 } page)
            {
                count.Add(await BatchAsync(page, (range, by)));
                position = page[^1];
                way.Progress.Report(count.Tally);
                await Task.Delay(way.Pace.Pause, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop between two batches; what is done is saved.
        }

        return count.Result(stop.IsCancellationRequested);
    }

    /// <summary>Not cancelled: a batch is short, and whole or not at all.</summary>
    private async Task<ReplayCount> BatchAsync(IReadOnlyList<Guid> page, (ReplayRange Range, string By) act)
    {
        try
        {
            return await SaveAsync(page, act);
        }
        catch (Exception fault) when (page.Count > 1 && !store.IsOutage(fault))
        {
            // One of them cannot be saved: each goes alone, so that it holds no neighbour back.
            var all = new ReplayCount();
            foreach (var origin in page)
            {
                all.Add(await BatchAsync([origin], act));
            }

            return all;
        }
        catch (Exception fault) when (!store.IsOutage(fault))
        {
            return await PutAsideAsync(page[0], fault);
        }
    }

    private Task<ReplayCount> SaveAsync(IReadOnlyList<Guid> page, (ReplayRange Range, string By) act) => store.WriteAsync(
        async (write, token) =>
        {
            var count = new ReplayCount();
            foreach (var origin in page)
            {
                var diff = await ArchiveComparison.JudgeAsync(write.Db, (await bodies.ReadAsync(write.Db, origin, token))!, [], token);
                if (diff.HasEffect)
                {
                    await again.SaveAsync(write, diff, token);
                }

                count.Add(diff);
            }

            if (count.Tally is { HasEffect: true } tally)
            {
                var detail = $"up to body {page[^1]}: {tally.ChangedReports} reports corrected, {tally.AddedItems} items added, {tally.NowReadable} readable now, {tally.NoLongerReadable} no longer";
                await journal.AddAsync(write.Db, (act.By, "replay", act.Range.ToString()), detail, tally.ChangedReports + tally.AddedItems + tally.NowReadable, token);
            }

            return count;
        },
        CancellationToken.None);

    private Task<ReplayCount> PutAsideAsync(Guid origin, Exception fault) => store.WriteAsync(
        async (write, token) =>
        {
            var body = (await bodies.ReadAsync(write.Db, origin, token))!;
            var reason = $"What was read could not be saved ({fault.GetType().Name}); report it and replay after the fix.";
            await inbound.SaveAsync(write, [body with { Found = StoredBodies.Nothing("not_saved", reason) }], token);
            var count = new ReplayCount();
            count.NotSaved(body);
            return count;
        },
        CancellationToken.None);

    private Task<List<Guid>> PageAsync(ReplayRange range, Guid? after, int most, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) =>
        {
            var position = after ?? Guid.Empty;
            return Matching(db, range).Where(row => row.Id.CompareTo(position) > 0).OrderBy(row => row.Id).Take(most).Select(row => row.Id).ToListAsync(token);
        },
        cancellationToken);

    /// <summary>Originals that were read once; what nobody has read yet is on its way anyhow.</summary>
    private static IQueryable<RawBody> Matching(HubDbContext db, ReplayRange range) => db.Set<RawBody>().AsNoTracking()
        .Where(row => row.Channel == range.Channel && row.ReceivedAt >= range.From && row.ReceivedAt < range.To && row.EditOf == null
            && !db.Set<UnreadMark>().Any(mark => mark.RawId == row.Id) && (range.Account == null || row.Account == range.Account));
}
