using FsCheck;
using FsCheck.Fluent;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using static Hub.Contracts.Reports.ReportState;

namespace Hub.Router.Tests.Lifecycle;

public sealed class ReportTransitionsTests
{
    // A allowed, = same, L late, F forbidden. Columns in the order of the enum, as the rows.
    private const string Table = """
                         Rcv Tri Asg Ack InP Wai Ans Clo Ret Not Pos Arc Wit Reo Mer
        Received         =   A   A   F   F   F   F   A   F   A   F   A   A   F   A
        Triage           L   =   A   F   F   F   F   A   F   A   F   A   A   F   A
        Assigned         L   L   =   A   A   A   A   A   A   A   A   A   A   F   A
        Acknowledged     L   L   L   =   A   A   A   A   A   F   A   A   A   F   A
        InProgress       L   L   L   L   =   A   A   A   A   F   A   A   A   F   A
        WaitingReporter  L   L   L   L   A   =   A   A   A   F   A   A   A   F   A
        Answered         L   L   L   L   A   A   =   A   F   F   A   A   A   A   A
        Closed           L   F   F   L   L   L   L   =   L   F   L   L   L   A   L
        ReturnedByUnit   L   A   A   L   L   L   L   A   =   A   L   A   A   F   A
        NotOurs          L   F   F   L   L   L   L   L   L   =   L   L   L   A   L
        Postponed        L   L   L   L   A   A   A   A   A   F   =   A   A   F   A
        Archived         L   F   F   L   L   L   L   L   L   F   L   =   L   A   L
        Withdrawn        L   F   F   L   L   L   L   L   L   F   L   L   =   A   L
        Reopened         L   A   A   A   A   A   A   A   A   F   A   A   A   =   A
        Merged           L   F   F   L   L   L   L   L   L   F   L   L   L   A   =
        """;

    private static readonly ReportState[] States = Enum.GetValues<ReportState>();
    private static readonly ReportState[] Ends = [Closed, NotOurs, Archived, Withdrawn, Merged];
    private static readonly ReportState[] UnitWords = [Acknowledged, InProgress, WaitingReporter, Postponed, Answered, ReturnedByUnit];

    public static TheoryData<ReportState, ReportState, string> Pairs() =>
    [
        .. from line in Table.Split('\n').Skip(1)
           let cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           from column in Enumerable.Range(0, cells.Length - 1)
           select (Enum.Parse<ReportState>(cells[0]), States[column], cells[column + 1].Trim()),
    ];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_pair_of_states_is_decided(ReportState current, ReportState wanted, string decision) =>
        Assert.Equal(decision, Letter(ReportTransitions.Judge(current, wanted)));

    [Fact]
    public void The_table_above_holds_each_pair_once()
    {
        var pairs = Pairs().Select(row => (row.Data.Item1, row.Data.Item2)).ToList();

        Assert.Equal(15 * 15, pairs.Count);
        Assert.Equal(15 * 15, pairs.Distinct().Count());
    }

    [Fact]
    public void Each_refusal_says_why_and_from_where()
    {
        foreach (var (current, wanted) in from current in States from wanted in States select (current, wanted))
        {
            if (ReportTransitions.Judge(current, wanted) is TransitionResult.Forbidden { Reason: var reason })
            {
                Assert.EndsWith(".", reason);
                Assert.DoesNotContain("cannot go from", reason);
            }
        }
    }

    [Fact]
    public void A_number_that_is_no_state_is_refused()
    {
        Assert.IsType<TransitionResult.Forbidden>(ReportTransitions.Judge((ReportState)99, Closed));
        Assert.IsType<TransitionResult.Forbidden>(ReportTransitions.Judge(Assigned, (ReportState)99));
        Assert.IsType<TransitionResult.Forbidden>(ReportTransitions.Judge((ReportState)99, (ReportState)99));
    }

    [Fact]
    public void The_ends_are_the_five_that_need_reopening() => Assert.Equal(Ends.Order(), States.Where(ReportTransitions.IsEnd));

    [Fact]
    public void Six_dated_events_of_a_unit_end_alike_in_every_order_of_arrival()
    {
        ReportState[] said = [Acknowledged, InProgress, WaitingReporter, InProgress, Postponed, Answered];

        var ends = Permutations(said.Select((state, index) => (state, At: index)).ToArray()).Select(Run).ToList();

        Assert.Equal(720, ends.Count);
        Assert.Equal([Answered], ends.Distinct());
    }

    [Fact]
    public void An_answer_that_was_taken_up_again_does_not_come_back_by_arriving_late()
    {
        ReportState[] said = [Acknowledged, InProgress, Answered, WaitingReporter, Postponed, InProgress];

        var ends = Permutations(said.Select((state, index) => (state, At: index)).ToArray()).Select(Run).ToList();

        Assert.Equal([InProgress], ends.Distinct());
    }

    [Fact]
    public void All_orders_of_all_six_unit_words_without_dates_end_where_the_last_move_led()
    {
        foreach (var order in Permutations(UnitWords))
        {
            var visited = new List<ReportState> { Assigned };
            foreach (var wanted in order)
            {
                if (ReportTransitions.Judge(visited[^1], wanted) is TransitionResult.Allowed)
                {
                    visited.Add(wanted);
                }
            }

            // Returned is the end of this unit's say; without it the unit's last word at work stands.
            Assert.Equal(visited.Contains(ReturnedByUnit) ? ReturnedByUnit : order.Last(state => state is not Acknowledged and not ReturnedByUnit), visited[^1]);
            Assert.Equal(visited.Count, visited.Distinct().Count());
        }
    }

    [Fact]
    public void An_overtaken_event_moves_forward_or_ends_but_never_sideways()
    {
        Assert.IsType<TransitionResult.Late>(ReportTransitions.Judge(Answered, InProgress, overtaken: true));
        Assert.IsType<TransitionResult.Late>(ReportTransitions.Judge(WaitingReporter, Postponed, overtaken: true));
        Assert.IsType<TransitionResult.Allowed>(ReportTransitions.Judge(Acknowledged, InProgress, overtaken: true));
        Assert.IsType<TransitionResult.Allowed>(ReportTransitions.Judge(Answered, Closed, overtaken: true));
        Assert.IsType<TransitionResult.Same>(ReportTransitions.Judge(Answered, Answered, overtaken: true));
        Assert.IsType<TransitionResult.Allowed>(ReportTransitions.Judge(Answered, InProgress, overtaken: false));
    }

    [Fact]
    public void No_sequence_leaves_an_end_without_reopening_and_none_moves_on_a_late_event() =>
        Prop.ForAll(Gen.ListOf(Gen.Elements(States)).ToArbitrary(), Gen.Elements(States).ToArbitrary(), (events, start) =>
        {
            var current = start;
            foreach (var wanted in events)
            {
                var next = ReportTransitions.Judge(current, wanted) is TransitionResult.Allowed ? wanted : current;
                var leftAnEnd = Ends.Contains(current) && next != current && wanted is not Reopened;
                var wentBack = next is Received && current is not Received;
                if (leftAnEnd || wentBack)
                {
                    return false;
                }

                current = next;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static ReportState Run(IReadOnlyList<(ReportState State, int At)> arrivals)
    {
        var (current, since) = (Assigned, -1);
        foreach (var (wanted, at) in arrivals)
        {
            if (ReportTransitions.Judge(current, wanted, overtaken: at < since) is TransitionResult.Allowed or TransitionResult.Same)
            {
                (current, since) = (wanted, Math.Max(since, at));
            }
        }

        return current;
    }

    private static IEnumerable<IReadOnlyList<T>> Permutations<T>(IReadOnlyList<T> items) => items.Count is 0
        ? [[]]
        : from index in Enumerable.Range(0, items.Count)
          from rest in Permutations([.. items.Take(index), .. items.Skip(index + 1)])
          select (IReadOnlyList<T>)[items[index], .. rest];

    private static string Letter(TransitionResult result) => result switch
    {
        TransitionResult.Allowed => "A",
        TransitionResult.Same => "=",
        TransitionResult.Late => "L",
        _ => "F",
    };
}
