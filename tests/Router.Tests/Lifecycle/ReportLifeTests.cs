using FsCheck;
using FsCheck.Fluent;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using static Hub.Contracts.Reports.ReportState;

namespace Hub.Router.Tests.Lifecycle;

/// <summary>Where a report ends is decided by what was said and when, never by the order in which it arrived.</summary>
public sealed class ReportLifeTests
{
    private const int Before = 0;
    private const int SameTime = 1;
    private const int After = 2;

    /// <summary>What units and channels say with a date.</summary>
    private static readonly ReportState[] Facts = [Acknowledged, InProgress, WaitingReporter, Postponed, Answered, Closed, Archived, Withdrawn, Merged];

    /// <summary>For each state, wanted state and relation of their dates: the state after it, and whether its date is that of the new word.</summary>
    private static readonly (ReportState State, bool Takes)[,,] Table = MakeTable();

    public static TheoryData<ReportState, int, int> Lives() => new()
    {
        { Assigned, 0, 6 }, // said after the unit got it
        { Assigned, 9, 5 }, // by clocks that run behind
        { Reopened, 0, 5 },
        { Acknowledged, 0, 5 },
    };

    [Theory]
    [MemberData(nameof(Lives))]
    public void Every_order_of_arrival_of_every_life_ends_alike(ReportState start, int since, int length)
    {
        var lives = 0;
        foreach (var said in Sequences(length))
        {
            lives++;
            var ends = Ends((start, since), said);

            Assert.True(ends.Count == 1, $"{string.Join(", ", said.Select((fact, at) => $"{fact}@{at + 1}"))} ends as {string.Join(" or ", ends)}.");
        }

        Assert.Equal((int)Math.Pow(Facts.Length, length), lives);
    }

    [Fact]
    public void Every_order_ends_alike_also_where_dates_are_equal()
    {
        foreach (var said in Sequences(4))
        {
            foreach (var dates in Dates(4))
            {
                var ends = Ends((Assigned, 0), said, dates);

                Assert.True(ends.Count == 1, $"{string.Join(", ", said.Zip(dates))} ends as {string.Join(" or ", ends)}.");
            }
        }
    }

    [Fact]
    public void The_end_is_the_one_that_the_dates_name() =>
        Prop.ForAll(Gen.ListOf(Gen.Elements(Facts)).ToArbitrary(), said =>
        {
            var facts = said.Take(6).ToArray();
            var expected =
                facts.Contains(Merged) ? Merged
                : facts.FirstOrDefault(fact => fact is Closed or Archived or Withdrawn) is var end && end is not Received ? end
                : facts.LastOrDefault(fact => fact is InProgress or WaitingReporter or Postponed or Answered) is var work && work is not Received ? work
                : facts.Contains(Acknowledged) ? Acknowledged
                : Assigned;
            return Ends((Assigned, 0), facts).Single().State == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void The_table_of_this_test_is_that_of_the_product()
    {
        Assert.Equal((Closed, true), Table[(int)Archived, (int)Closed, Before]);
        Assert.Equal((Archived, false), Table[(int)Archived, (int)Closed, After]);
        Assert.Equal((Answered, false), Table[(int)Answered, (int)InProgress, Before]);
        Assert.Equal((InProgress, true), Table[(int)Answered, (int)InProgress, After]);
        Assert.Equal((InProgress, true), Table[(int)InProgress, (int)InProgress, After]);
        Assert.Equal((InProgress, false), Table[(int)InProgress, (int)InProgress, Before]);
    }

    [Fact]
    public void What_was_said_without_a_time_is_the_later_one_of_the_same_instant()
    {
        var at = DateTimeOffset.UnixEpoch;

        Assert.False(ReportTransitions.IsOvertaken((Answered, at), (InProgress, at), dated: false));
        Assert.True(ReportTransitions.IsOvertaken((Answered, at), (InProgress, at), dated: true));
        Assert.False(ReportTransitions.IsOvertaken((InProgress, at), (Answered, at), dated: true));
    }

    /// <summary>All ends that any order of arrival may lead to: of each set of words those of the sets without its last one, and that one.</summary>
    private static HashSet<(ReportState State, int Since)> Ends((ReportState State, int Since) start, IReadOnlyList<ReportState> said, IReadOnlyList<int>? dates = null)
    {
        var reached = new HashSet<(ReportState State, int Since)>[1 << said.Count];
        reached[0] = [start];
        for (var set = 1; set < reached.Length; set++)
        {
            reached[set] = [];
            for (var last = 0; last < said.Count; last++)
            {
                if ((set & (1 << last)) != 0)
                {
                    foreach (var before in reached[set ^ (1 << last)])
                    {
                        reached[set].Add(Next(before, (said[last], dates?[last] ?? last + 1)));
                    }
                }
            }
        }

        return reached[^1];
    }

    private static (ReportState State, int Since) Next((ReportState State, int Since) current, (ReportState State, int At) said)
    {
        var relation = said.At < current.Since ? Before : said.At == current.Since ? SameTime : After;
        var (state, takes) = Table[(int)current.State, (int)said.State, relation];
        return (state, takes ? said.At : current.Since);
    }

    private static (ReportState, bool)[,,] MakeTable()
    {
        var states = Enum.GetValues<ReportState>();
        var table = new (ReportState, bool)[states.Length, states.Length, 3];
        var now = DateTimeOffset.UnixEpoch;
        foreach (var (current, wanted, relation) in from current in states from wanted in states from relation in new[] { Before, SameTime, After } select (current, wanted, relation))
        {
            var at = now.AddMinutes(relation - SameTime);
            var overtaken = ReportTransitions.IsOvertaken((current, now), (wanted, at), dated: true);
            table[(int)current, (int)wanted, relation] = ReportTransitions.Judge(current, wanted, overtaken) switch
            {
                TransitionResult.Allowed => (wanted, true),
                TransitionResult.Same => (current, ReportTransitions.Since((current, now), at) == at),
                _ => (current, false),
            };
        }

        return table;
    }

    private static IEnumerable<ReportState[]> Sequences(int length) => length == 0
        ? [[]]
        : from rest in Sequences(length - 1) from fact in Facts select (ReportState[])[.. rest, fact];

    private static IEnumerable<int[]> Dates(int length) => length == 0 ? [[]] : from rest in Dates(length - 1) from date in Enumerable.Range(1, 2) select (int[])[.. rest, date];
}
