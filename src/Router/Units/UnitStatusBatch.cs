using Hub.Router.Answers;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>
/// Saves statuses of units, many in one transaction: what is read of their reports is changed in memory, word by word, and
/// written in sets. That an event is new is decided by its key, as for one alone: where another was faster, all is done again.
/// </summary>
internal sealed class UnitStatusBatch(HubStore store, ReportChanges changes, AnswerGate answers, BusMessages messages, TimeProvider clock)
{
    /// <param name="words">Usable ones, none of which returns its report.</param>
    public Task<IReadOnlyList<UnitStatusResult>> SaveAsync(IReadOnlyList<UnitWord> words, CancellationToken cancellationToken)
    {
        var known = new HashSet<(string Unit, string EventId)>();
        return store.WriteAsync((write, token) => OnceAsync(write, words, known, token), cancellationToken);
    }

    /// <param name="known">Events that turned out to be there already, from attempt to attempt.</param>
    private async Task<IReadOnlyList<UnitStatusResult>> OnceAsync(
        StoreWrite write, IReadOnlyList<UnitWord> words, HashSet<(string Unit, string EventId)> known, CancellationToken cancellationToken)
    {
        var reportIds = words.Select(word => word.Status.ReportId!.Value).Distinct().ToList();
        var reports = (await write.Db.RowsAsync<Report>(nameof(Report.Id), reportIds, cancellationToken)).ToDictionary(report => report.Id);

        // What was said of a report that the unit no longer has may be a repeat of what it said while it had it.
        var doubtful = words.Where(word => known.Contains(Key(word)) || reports.GetValueOrDefault(word.Status.ReportId!.Value)?.Unit != word.Unit).ToList();
        var heard = await HeardAsync(write.Db, doubtful, cancellationToken);
        var before = heard.Count;
        var now = clock.GetUtcNow();
        var followers = await MergedReports.FollowersAsync(write.Db, reportIds, cancellationToken);
        var judge = await answers.OpenAsync(write.Db, words, reports, followers, cancellationToken);
        var batch = new ReportBatch(changes, messages, reports.Values, now);
        var results = words.Select(word => Answer(word, batch, (heard, judge, now))).ToList();

        // The keys go in before the effects: the same event on another connection waits here, and then finds the answer (RELIABILITY B13).
        var fresh = heard.Values.Skip(before).OrderBy(row => row.Unit, StringComparer.Ordinal).ThenBy(row => row.EventId, StringComparer.Ordinal).ToList();
        var added = await write.Db.InsertNewAsync(fresh, cancellationToken);
        if (added.Count < fresh.Count)
        {
            known.UnionWith(fresh.Except(added).Select(row => (row.Unit, row.EventId)));
            throw new OvertakenException("an event of a unit");
        }

        if ((await batch.SaveAsync(write, followers, cancellationToken)).Count < batch.Touched)
        {
            throw new OvertakenException("a report of a unit");
        }

        await write.Db.InsertAsync(judge.Held, cancellationToken);
        await write.Db.InsertAsync(judge.Lines, cancellationToken);
        return results;
    }

    private static UnitStatusResult Answer(UnitWord word, ReportBatch batch, (OrderedDictionary<(string, string), UnitMessage> Heard, AnswerJudge Judge, DateTimeOffset Now) world)
    {
        if (world.Heard.TryGetValue(Key(word), out var row))
        {
            return UnitAnswers.Again(row, word.Status);
        }

        if (batch.Find(word.Status.ReportId!.Value) is not { } report || report.Unit != word.Unit)
        {
            return new UnitStatusResult.NoReport();
        }

        // What is refused is not remembered: the unit may say it again in other words under the same id.
        var change = UnitAnswers.Change(word, world.Now);
        if (world.Judge.Fault(word, report, change) is { } fault)
        {
            return new UnitStatusResult.Unusable(fault);
        }

        var result = world.Judge.Holds(word, report, change) ? new UnitStatusResult.Taken(report.State) { IsHeld = true } : Result(batch.Apply(report.Id, change));
        world.Heard.Add(Key(word), UnitAnswers.Row(word, report.Id, result, world.Now));
        return result;
    }

    private static UnitStatusResult Result(ChangeResult changed) => changed.Judgement is TransitionResult.Forbidden forbidden
        ? new UnitStatusResult.NotAllowed(forbidden.Reason)
        : new UnitStatusResult.Taken(changed.Report.State);

    private static async Task<OrderedDictionary<(string, string), UnitMessage>> HeardAsync(HubDbContext db, IReadOnlyList<UnitWord> words, CancellationToken cancellationToken)
    {
        var heard = new OrderedDictionary<(string, string), UnitMessage>();
        foreach (var unit in words.GroupBy(word => word.Unit))
        {
            var events = unit.Select(word => word.EventId).Distinct().ToList();
            var rows = await db.Set<UnitMessage>().AsNoTracking().Where(row => row.Unit == unit.Key && events.Contains(row.EventId)).ToListAsync(cancellationToken);
            rows.ForEach(row => heard.TryAdd((row.Unit, row.EventId), row));
        }

        return heard;
    }

    private static (string Unit, string EventId) Key(UnitWord word) => (word.Unit, word.EventId);
}
