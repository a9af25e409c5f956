using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Routing.Trial;

/// <summary>Decides history again with other rules and says what would be different. It only reads.</summary>
public sealed class TrialDesk
{
    private readonly PastDecisions past;
    private readonly DeadlineBook book;
    private readonly TimeProvider clock;

    internal TrialDesk(PastDecisions past, DeadlineBook book, TimeProvider clock) => (this.past, this.book, this.clock) = (past, book, clock);

    public async Task<TrialResult> RunAsync(RoutingEngine engine, TrialQuestion question, CancellationToken cancellationToken)
    {
        var tally = new TrialTally(engine, book, clock.GetUtcNow(), question.List);
        await foreach (var report in past.ReadAsync(question.From, explained: false, cancellationToken))
        {
            tally.Add(report);
        }

        return tally.Result(question.From);
    }
}
