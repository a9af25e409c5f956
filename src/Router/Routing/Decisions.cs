using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing.Questions;
using Hub.Router.Units;

namespace Hub.Router.Routing;

/// <summary>Writes decisions of the rules, many in one transaction and in a handful of statements.</summary>
internal sealed class Decisions(ReportChanges changes, UnitPosts units, BusMessages messages, ReportQuestions questions, HubIds ids, TimeProvider clock)
{
    /// <returns>Reports that had moved on since they were read: nothing of them was written.</returns>
    public async Task<IReadOnlyList<Guid>> SaveAsync(StoreWrite write, IReadOnlyList<(Report Report, Decided Decided)> decisions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var batch = new ReportBatch(changes, messages, decisions.Select(one => one.Report), now);
        var made = decisions.Select(one => (one.Decided, Result: batch.Apply(one.Report.Id, one.Decided.Change(one.Report, now), one.Decided.Restricted))).ToList();
        var held = await batch.SaveAsync(write, null, cancellationToken);

        // A report that waits in triage already is asked there: it does not move, and what was decided is kept all the same.
        var moved = made.FindAll(one => (one.Result.Moved || one.Decided.Asks is not null) && held.Contains(one.Result.Report.Id));
        await write.Db.InsertAsync([.. moved.Where(one => one.Decided.Asks is not null).Select(one => questions.Row(one.Result.Report.Id, one.Decided.Asks!))], cancellationToken);
        await units.AssignedAsync(write, [.. moved.Select(one => one.Result.Report).Where(report => report.State is ReportState.Assigned)], cancellationToken);

        // Last, since the locks of the units' inboxes make other batches wait.
        var places = await InboxPlaces.TakeAsync(write.Db, moved.ConvertAll(one => one.Result.Report.Unit), cancellationToken);
        await write.Db.InsertAsync([.. moved.Select((one, index) => one.Decided.Row(ids.Next(), one.Result.Report, now) with { InboxPlace = places[index] })], cancellationToken);
        return [.. decisions.Select(one => one.Report.Id).Where(report => !held.Contains(report))];
    }
}
