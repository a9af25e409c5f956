using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake.Quarantine;

/// <summary>
/// Retry and discard of many. Takes what was open when it began, each entry once, in its own transaction; stops after the
/// batch in hand when it is asked to, and writes down how far it came.
/// </summary>
public sealed class QuarantineBulk
{
    private readonly HubStore store;
    private readonly QuarantineDesk desk;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal QuarantineBulk(HubStore store, QuarantineDesk desk, OperatorJournal journal, TimeProvider clock)
    {
        this.store = store;
        this.desk = desk;
        this.journal = journal;
        this.clock = clock;
    }

    public Task<BulkTally> RetryAsync(QuarantineQuery query, string by, (Pace Pace, IProgress<BulkTally> Progress) way, CancellationToken stop) =>
        EachAsync((query, by, "quarantine.retry"), way, async id => await desk.RetryAsync(id, by, CancellationToken.None) switch
        {
            RetryResult.Done => new BulkTally(1, 0, 0, false),
            RetryResult.StillFails => new BulkTally(0, 1, 0, false),
            _ => new BulkTally(0, 0, 1, false),
        }, stop);

    public Task<BulkTally> DiscardAsync(QuarantineQuery query, (string By, string Reason) decision, (Pace Pace, IProgress<BulkTally> Progress) way, CancellationToken stop) =>
        EachAsync((query, decision.By, "quarantine.discard"), way, async id =>
            await desk.DiscardAsync(id, decision, CancellationToken.None) is DiscardResult.Done ? new BulkTally(1, 0, 0, false) : new BulkTally(0, 0, 1, false), stop);

    private async Task<BulkTally> EachAsync(
        (QuarantineQuery Query, string By, string Verb) act, (Pace Pace, IProgress<BulkTally> Progress) way, Func<Guid, Task<BulkTally>> one, CancellationToken stop)
    {
        var tally = new BulkTally(0, 0, 0, false);
        var last = await LastAsync(stop);
        Guid? after = null;
        try
        {
            while (!stop.IsCancellationRequested && await desk.ListAsync(act.Query with { All = false }, after, way.Pace.Batch, stop) is [{ } first, ..] batch && first.Id.CompareTo(last) <= 0)
            {
                foreach (var line in batch.Where(line => line.Id.CompareTo(last) <= 0))
                {
                    var done = await one(line.Id);
                    tally = new BulkTally(tally.Done + done.Done, tally.Failed + done.Failed, tally.Skipped + done.Skipped, false);
                }

                after = batch[^1].Id;
                way.Progress.Report(tally);
                await Task.Delay(way.Pace.Pause, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop between two batches; what is done is saved.
        }

        tally = tally with { Stopped = stop.IsCancellationRequested };
        await NoteAsync(act, tally);
        return tally;
    }

    /// <summary>What is put aside while the work goes on is not part of it.</summary>
    private Task<Guid> LastAsync(CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => db.Set<QuarantineEntry>().AsNoTracking().OrderByDescending(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(token), cancellationToken);

    private Task NoteAsync((QuarantineQuery Query, string By, string Verb) act, BulkTally tally) => store.WriteAsync(
        (write, token) => journal.AddAsync(
            write.Db, (act.By, act.Verb, act.Query.ToString()), $"{tally.Done} done, {tally.Failed} still fail, {tally.Skipped} settled before{(tally.Stopped ? ", stopped" : "")}", tally.Done, token),
        CancellationToken.None);
}
