using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Answers;

/// <summary>What became of a person's decision on an answer. The four cases are the whole list.</summary>
public abstract record AnswerResult
{
    private AnswerResult()
    {
    }

    public sealed record Done(string Number, ReportState State, string Text) : AnswerResult;

    /// <summary>This very decision stands already.</summary>
    public sealed record DecidedBefore(string Outcome) : AnswerResult;

    public sealed record NoAnswer(Guid Id) : AnswerResult;

    /// <summary>It cannot be done as things stand; the text says why.</summary>
    public sealed record Refused(string Reason) : AnswerResult;
}

/// <summary>Where a person lets an answer go out or sends it back to its unit; each act is in the journal, in the transaction that does it.</summary>
public sealed class AnswerActs
{
    private readonly HubStore store;
    private readonly ReportChanges changes;
    private readonly AnswerGate gate;
    private readonly UnitPosts units;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal AnswerActs(HubStore store, (ReportChanges Changes, AnswerGate Gate) rooms, UnitPosts units, OperatorJournal journal, TimeProvider clock)
    {
        (this.store, this.units, this.journal, this.clock) = (store, units, journal, clock);
        (changes, gate) = rooms;
    }

    /// <summary>The answer goes out as if the unit had said it now; the time stays that of the unit.</summary>
    public Task<AnswerResult> ApproveAsync(Guid id, OperatorWord word, CancellationToken cancellationToken) => DecideAsync(id, HeldOutcome.Approved, word, cancellationToken);

    /// <summary>The answer does not go out, and its unit is told why.</summary>
    public Task<AnswerResult> RefuseAsync(Guid id, OperatorWord word, CancellationToken cancellationToken) => DecideAsync(id, HeldOutcome.Refused, word, cancellationToken);

    private Task<AnswerResult> DecideAsync(Guid id, HeldOutcome outcome, OperatorWord word, CancellationToken cancellationToken) => store.WriteAsync<AnswerResult>(
        async (write, token) =>
        {
            if (await write.Db.Set<HeldAnswer>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, token) is not { } held)
            {
                return new AnswerResult.NoAnswer(id);
            }

            if (held.Outcome is not HeldOutcome.Waiting)
            {
                return held.Outcome == outcome ? new AnswerResult.DecidedBefore(held.Outcome.ToString()) : new AnswerResult.Refused($"The answer was {held.Outcome} already, by {held.DecidedBy}.");
            }

            // The report's lock is the order of all decisions on it.
            var report = (await write.Db.LockAsync(held.ReportId, clock.GetUtcNow(), token))!;
            return outcome is HeldOutcome.Approved ? await ApproveAsync(write, (held, report), word, token) : await RefuseAsync(write, (held, report), word, token);
        },
        cancellationToken);

    private async Task<AnswerResult> ApproveAsync(StoreWrite write, (HeldAnswer Held, Report Report) asked, OperatorWord word, CancellationToken cancellationToken)
    {
        var (held, report) = asked;
        if (await FaultAsync(write.Db, held, report, cancellationToken) is { } fault)
        {
            return new AnswerResult.Refused(fault);
        }

        // Said by the unit then and let out now: what the unit said in between without words for the citizen does not hold it back.
        var change = new StateChange(held.State, held.Unit, held.Line, held.SaidAt) { PublicNote = held.PublicNote, WhileWith = held.Unit, ToldAt = clock.GetUtcNow() };
        var result = (await changes.ApplyAsync(write, report.Id, change, cancellationToken))!;
        if (!result.Moved)
        {
            throw new InvalidOperationException($"The table allowed a move of report {report.Id} and refused it.");
        }

        await SettleAsync(write, asked, (HeldOutcome.Approved, word), cancellationToken);
        return new AnswerResult.Done(report.Number, result.Report.State, $"{report.Number} is {result.Report.State} now and its channel is told the answer of {held.Unit}.");
    }

    private async Task<AnswerResult> RefuseAsync(StoreWrite write, (HeldAnswer Held, Report Report) asked, OperatorWord word, CancellationToken cancellationToken)
    {
        var (held, report) = asked;
        await SettleAsync(write, asked, (HeldOutcome.Refused, word), cancellationToken);
        await units.AnswerRefusedAsync(write, report with { Unit = held.Unit }, IdentityMask.OneLine(word.Reason), cancellationToken);
        return new AnswerResult.Done(report.Number, report.State, $"The answer of {held.Unit} on {report.Number} does not go out; the unit is told why.");
    }

    /// <returns>Why it cannot go out as things stand; null when it can.</returns>
    private async Task<string?> FaultAsync(HubDbContext db, HeldAnswer held, Report report, CancellationToken cancellationToken)
    {
        if (await db.Set<HeldAnswer>().AsNoTracking().AnyAsync(row => row.ReportId == held.ReportId && row.Outcome == HeldOutcome.Waiting && row.HeldAt < held.HeldAt, cancellationToken))
        {
            return $"An earlier answer on {report.Number} waits; decide that one first.";
        }

        if (report.Unit != held.Unit)
        {
            return $"{report.Number} is no longer with {held.Unit} ({report.State}); refuse the answer.";
        }

        var change = new StateChange(held.State, held.Unit, held.Line, held.SaidAt);
        return ReportChanges.Judge(report, change) switch
        {
            TransitionResult.Allowed => await WordsAsync(db, held, report, cancellationToken),
            TransitionResult.Same => $"{report.Number} is {report.State} already, and its channel would not be told again; refuse the answer, so that the unit takes the report up anew.",
            TransitionResult.Forbidden forbidden => forbidden.Reason,
            _ => $"{report.Number} has ended ({report.State}); refuse the answer, or reopen the report first.",
        };
    }

    /// <summary>The check once more: a chat's window may have shut, or another report may go on under this one now.</summary>
    private async Task<string?> WordsAsync(HubDbContext db, HeldAnswer held, Report report, CancellationToken cancellationToken)
    {
        var followers = await MergedReports.FollowersAsync(db, [report.Id], cancellationToken);
        var word = new UnitWord(held.Unit, held.EventId, new() { ReportId = report.Id, PublicNote = held.PublicNote });
        var judge = await gate.OpenAsync(db, [word], new Dictionary<Guid, Report> { [report.Id] = report }, followers, cancellationToken);
        return judge.Fault(word, report, new StateChange(held.State, held.Unit, held.Line, held.SaidAt) { PublicNote = held.PublicNote });
    }

    private async Task SettleAsync(StoreWrite write, (HeldAnswer Held, Report Report) asked, (HeldOutcome Outcome, OperatorWord Word) how, CancellationToken cancellationToken)
    {
        var (held, report) = asked;
        var (now, by, why) = ((DateTimeOffset?)clock.GetUtcNow(), IdentityMask.OneLine(how.Word.By), IdentityMask.OneLine(how.Word.Reason));
        var settled = await write.Db.Set<HeldAnswer>().Where(row => row.Id == held.Id && row.Outcome == HeldOutcome.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Outcome, how.Outcome).SetProperty(row => row.DecidedAt, now).SetProperty(row => row.DecidedBy, by).SetProperty(row => row.DecidedWhy, why),
            cancellationToken);
        if (settled == 0)
        {
            throw new OvertakenException("a decision on an answer");
        }

        var (verb, text) = how.Outcome is HeldOutcome.Approved ? ("answers.approve", "Jawaban disetujui") : ("answers.refuse", "Jawaban tidak disetujui");
        await write.Db.InsertAsync([gate.Line(report, by, held.State, why.Length > 0 ? $"{text}: {why}" : $"{text}.")], cancellationToken);
        await journal.AddAsync(write.Db, (by, verb, report.Number), $"{held.State} said by {held.Unit}. {why}", 1, cancellationToken);
    }
}
