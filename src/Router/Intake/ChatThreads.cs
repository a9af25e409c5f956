using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>
/// Decides whether a chat message opens a report or belongs to one: it answers a message of it, the report waits for the
/// reporter, it carries no words of its own, or it came shortly after.
/// </summary>
internal sealed class ChatThreads(IOptions<IntakeOptions> options)
{
    // A merged report goes on: what its reporter says is told to the unit that has the other one.
    private static readonly ReportState[] Ended = [ReportState.Closed, ReportState.NotOurs, ReportState.Archived, ReportState.Withdrawn];

    /// <param name="people">Those who may have something open.</param>
    /// <param name="batch">Keys of what is to find its place now: they are in the store, and belong to no report yet.</param>
    public async Task<Talk> OpenAsync(HubDbContext db, IReadOnlyCollection<Guid> people, IReadOnlyList<InboundKey> batch, CancellationToken cancellationToken)
    {
        var distinct = people.Distinct().ToList();
        var open = distinct.Count == 0 ? [] : await db.Set<Report>().AsNoTracking()
            .Where(report => report.ReporterRef != null && distinct.Contains(report.ReporterRef.Value) && !Ended.Contains(report.State))
            .Select(report => new OpenReport(
                report.Id, report.ReporterRef!.Value, report.Account, report.State, report.LastHeardAt,
                report.State == ReportState.WaitingReporter
                    || (report.State == ReportState.Triage && db.Set<ReportQuestion>().Any(question => question.ReportId == report.Id && question.AnsweredAt == null && question.UnansweredAt == null))))
            .ToListAsync(cancellationToken);
        return new Talk(db, open, batch, options.Value);
    }
}

/// <param name="Waits">For words of the reporter, whenever they come.</param>
internal sealed record OpenReport(Guid Id, Guid Person, string Account, ReportState State, DateTimeOffset LastHeardAt, bool Waits);

/// <summary>What the people of one batch have open, with what the batch itself adds.</summary>
internal sealed class Talk(HubDbContext db, List<OpenReport> open, IReadOnlyList<InboundKey> batch, IntakeOptions options)
{
    private readonly Dictionary<(string Channel, string Account, string ExternalId), Guid> said = [];

    /// <returns>The report to join, or null for a report of its own.</returns>
    public async Task<Guid?> JoinsAsync(InboundEntry entry, Guid? person, CancellationToken cancellationToken)
    {
        var item = (InboundReport)entry.Item;
        if (item.Thread is not { } thread)
        {
            return null;
        }

        if (thread.AnswersTo is { } answered && await AnsweredAsync(entry, answered, cancellationToken) is { } report)
        {
            return report;
        }

        return open
            .Where(candidate => candidate.Person == person && candidate.Account == entry.Account && Takes(candidate, item))
            .MaxBy(candidate => candidate.LastHeardAt)?.Id;
    }

    public void Remember(ReportPlan plan)
    {
        said[plan.Entry.Key] = plan.ReportId;
        if (plan.ReporterRef is not { } person || plan.Item.Thread is null)
        {
            return;
        }

        var known = open.Find(candidate => candidate.Id == plan.ReportId);
        open.RemoveAll(candidate => candidate.Id == plan.ReportId);
        open.Add(new OpenReport(plan.ReportId, person, plan.Entry.Account, known?.State ?? ReportState.Received, plan.Item.OccurredAt, known?.Waits ?? false));
    }

    private bool Takes(OpenReport candidate, InboundReport item)
    {
        var silence = (item.OccurredAt - candidate.LastHeardAt).Duration();
        return candidate.Waits
            || silence <= (item.Thread!.StandsAlone ? options.ChatJoins : options.WordlessJoins);
    }

    private async Task<Guid?> AnsweredAsync(InboundEntry entry, string answered, CancellationToken cancellationToken)
    {
        if (said.TryGetValue((entry.Channel, entry.Account, answered), out var here))
        {
            return here;
        }

        var comes = batch.Any(key => key.Channel == entry.Channel && key.Account == entry.Account && key.ExternalId == answered);
        var own = comes ? null : await db.Set<InboundKey>().AsNoTracking()
            .Where(key => key.Channel == entry.Channel && key.Account == entry.Account && key.ExternalId == answered)
            .Select(key => (Guid?)key.ReportId).FirstOrDefaultAsync(cancellationToken);

        // An answer to what we sent: the ledger keeps the reference the channel gave it.
        return own ?? await db.Set<LedgerEntry>().AsNoTracking()
            .Where(status => status.ExternalReference == answered && status.Channel == entry.Channel)
            .Select(status => (Guid?)status.ReportId).FirstOrDefaultAsync(cancellationToken);
    }
}
