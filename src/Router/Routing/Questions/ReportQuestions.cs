using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing.Questions;

/// <summary>
/// One question to the reporter where nothing else keeps a report from its unit. It is saved with the decision to wait and told
/// to the channel by the ledger; the row's key keeps it from being asked twice.
/// </summary>
internal sealed class ReportQuestions(QuestionPolicy policy, StatusLedger ledger, WorkCalendars calendars, DeadlineBook book, TimeProvider clock)
{
    /// <summary>Channels date by whole seconds: what came this shortly before the question may be its answer.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    /// <summary>What these reports were asked; without a channel that asks, nothing is read.</summary>
    public async Task<IReadOnlyDictionary<Guid, ReportQuestion>> OfAsync(HubDbContext db, IReadOnlyList<Guid> reports, CancellationToken cancellationToken) =>
        policy.IsOn && reports.Count > 0
            ? await db.Set<ReportQuestion>().AsNoTracking().Where(row => reports.Contains(row.ReportId)).ToDictionaryAsync(row => row.ReportId, cancellationToken)
            : new Dictionary<Guid, ReportQuestion>();

    /// <summary>
    /// What becomes of a decision of the rules: it stands, or the reporter is asked first. While the answer is awaited only a
    /// decision that needs it no more stands; after the answer any does.
    /// </summary>
    public Decided Settle(Report report, Decided decided, ReportQuestion? asked)
    {
        if (decided.Question is not { } question || asked is { IsOpen: false })
        {
            return decided;
        }

        var waits = decided.Waiting();
        return asked is not null ? waits
            : policy.AskOn.Contains(report.Channel) && ledger.Tells(report.Channel, ReportState.WaitingReporter) ? waits with { Asks = question }
            : decided;
    }

    public ReportQuestion Row(Guid reportId, string question)
    {
        var now = clock.GetUtcNow();
        return new() { ReportId = reportId, Question = question, AskedAt = now, DueAt = calendars.Now.Due(now, policy.AnswerWithin, book.OfficeOf(null)) };
    }

    /// <summary>The reporter's further words answer an open question, unless they are thanks or were written before it.</summary>
    public Task HeardAsync(StoreWrite write, Report report, (string Text, DateTimeOffset At) said, CancellationToken cancellationToken) =>
        Thanks.IsAll(said.Text) ? Task.CompletedTask : AnsweredAsync(write, report, said.At, cancellationToken);

    /// <summary>The reporter gave an answer at this time, in words or as a place on the map.</summary>
    /// <returns>True when a question of before was open.</returns>
    public async Task<bool> AnsweredAsync(StoreWrite write, Report report, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (!policy.IsOn || report.State is not ReportState.Triage)
        {
            return false;
        }

        var (now, since) = (clock.GetUtcNow(), at + Grain);
        var answered = await write.Db.Set<ReportQuestion>().Where(row => row.ReportId == report.Id && row.AnsweredAt == null && row.AskedAt <= since)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.AnsweredAt, now), cancellationToken);
        if (answered > 0)
        {
            await write.Db.Set<Report>().Where(row => row.Id == report.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, "Pelapor menjawab pertanyaan; bila aturan tetap tidak dapat memutuskan, petugas Biro Komunikasi Publik yang memutuskan."), cancellationToken);
        }

        return answered > 0;
    }
}
