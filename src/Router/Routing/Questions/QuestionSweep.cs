using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Router.Routing.Questions;

/// <summary>Tells the triage desk of questions that were not answered in time. Nothing is guessed: a person decides.</summary>
[DisallowConcurrentExecution]
internal sealed partial class QuestionSweep(HubStore store, ReportChanges changes, Leases leases, TimeProvider clock, ILogger<QuestionSweep> logger) : IJob
{
    private const int Most = 200;
    private const string Unanswered = "Pelapor tidak menjawab pertanyaan sampai batas waktunya; perlu diputuskan petugas Biro Komunikasi Publik.";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("questions", Leases.Short, cancellationToken) is not null)
        {
            await RunAsync(cancellationToken);
        }
    }

    /// <returns>How many were not answered.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await store.ReadAsync(
            (db, token) => db.Set<ReportQuestion>().AsNoTracking().Where(row => row.AnsweredAt == null && row.UnansweredAt == null && row.DueAt <= now)
                .OrderBy(row => row.DueAt).Select(row => row.ReportId).Take(Most).ToListAsync(token),
            cancellationToken);
        var count = 0;
        foreach (var report in due)
        {
            count += await store.WriteAsync((write, token) => EndAsync(write, report, now, token), cancellationToken) ? 1 : 0;
        }

        if (count > 0)
        {
            Log.Unanswered(logger, count);
        }

        return count;
    }

    private async Task<bool> EndAsync(StoreWrite write, Guid reportId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The lock first, as whoever hears an answer takes it.
        var report = await write.Db.LockAsync(reportId, now, cancellationToken);
        var ended = await write.Db.Set<ReportQuestion>().Where(row => row.ReportId == reportId && row.AnsweredAt == null && row.UnansweredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UnansweredAt, now), cancellationToken);
        if (ended == 0 || report?.State is not ReportState.Triage)
        {
            return false;
        }

        await write.Db.Set<Report>().Where(row => row.Id == reportId).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, Unanswered), cancellationToken);
        await write.Db.InsertAsync([changes.Line(report, "hub", null, (TimelineKinds.Note, Unanswered))], cancellationToken);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} reporters did not answer their question in time; the triage desk decides.")]
        public static partial void Unanswered(ILogger logger, int count);
    }
}
