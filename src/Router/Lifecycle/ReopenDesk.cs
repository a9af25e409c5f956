using Hub.Contracts.Reports;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>Where a person opens an ended report again; the act is in the journal, in the transaction that does it.</summary>
public sealed class ReopenDesk
{
    private readonly HubStore store;
    private readonly ReportReopening reopening;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal ReopenDesk(HubStore store, ReportReopening reopening, OperatorJournal journal, TimeProvider clock) =>
        (this.store, this.reopening, this.journal, this.clock) = (store, reopening, journal, clock);

    public Task<ReportActResult> ReopenAsync(string number, OperatorWord word, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            var found = await write.Db.Set<Report>().AsNoTracking().Where(row => row.Number == number).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(token);
            return found is { } id && await write.Db.LockAsync(id, clock.GetUtcNow(), token) is { } report ? await ReopenAsync(write, report, word, token) : new ReportActResult.NoReport(number);
        },
        cancellationToken);

    private async Task<ReportActResult> ReopenAsync(StoreWrite write, Report report, OperatorWord word, CancellationToken cancellationToken)
    {
        if (report.State is ReportState.Merged && await MergedReports.OpenAsync(write.Db, report.Id, cancellationToken) is not null)
        {
            return new ReportActResult.Refused($"{report.Number} goes on under another report; take it apart first with: hub report unmerge {report.Number}");
        }

        if (!ReportTransitions.IsEnd(report.State))
        {
            return new ReportActResult.Refused($"{report.Number} has not ended ({report.State}); there is nothing to reopen.");
        }

        var wish = new ReopenWish(ReopenedHow.Operator, word.By, word.Reason, clock.GetUtcNow());
        var result = await reopening.ReopenAsync(write, report, wish, cancellationToken);
        var (detail, count) = result is ReopenResult.Refused no ? ($"refused: {no.Reason}", 0) : (word.Reason, 1);
        await journal.AddAsync(write.Db, (word.By, "report.reopen", report.Number), detail, count, cancellationToken);
        return result switch
        {
            ReopenResult.Done done => new ReportActResult.Done(
                report.Number, done.Report.State, $"{report.Number} was {report.State} and is {done.Report.State} now{(done.Report.Unit is { } unit ? $", with {unit}" : "; decide with: hub triage assign")}."),
            ReopenResult.Refused refused => new ReportActResult.Refused(refused.Reason),
            var other => throw new InvalidOperationException($"There is no answer for {other.GetType().Name}."),
        };
    }
}
