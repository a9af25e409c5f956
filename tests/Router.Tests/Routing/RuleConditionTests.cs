using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing;

public sealed class RuleConditionTests
{
    private static readonly RuleCondition Season = new() { From = new DateOnly(2026, 11, 1), To = new DateOnly(2027, 3, 31) };
    private static readonly RuleCondition Office = new() { Weekdays = [DayOfWeek.Monday, DayOfWeek.Friday], Hours = [new(Time(7, 30), Time(12, 0)), new(Time(13, 0), Time(16, 0))] };
    private static readonly RuleCondition Night = new() { Hours = [new(Time(22, 0), Time(5, 0))] };
    private static readonly RuleCondition Evening = new() { Hours = [new(Time(18, 0), TimeSpan.FromDays(1))] };
    private static readonly RuleCondition East = Season with { Zone = "Asia/Jayapura" };
    private static readonly RuleCondition Chat = new() { Channels = ["whatsapp", "cc158"] };

    public static TheoryData<RuleCondition, string, bool> Instants => new()
    {
        { Season, "2026-10-31T23:59:59.999+07:00", false },
        { Season, "2026-11-01T00:00:00+07:00", true },
        { Season, "2026-10-31T17:00:00+00:00", true },
        { Season, "2027-03-31T23:59:59.999+07:00", true },
        { Season, "2027-04-01T00:00:00+07:00", false },
        { East, "2026-10-31T14:59:59.999+00:00", false },
        { East, "2026-10-31T15:00:00+00:00", true },
        { Office, "2026-11-23T07:29:59.999+07:00", false },
        { Office, "2026-11-23T07:30:00+07:00", true },
        { Office, "2026-11-23T11:59:59.999+07:00", true },
        { Office, "2026-11-23T12:00:00+07:00", false },
        { Office, "2026-11-23T13:00:00+07:00", true },
        { Office, "2026-11-23T16:00:00+07:00", false },
        { Office, "2026-11-24T08:00:00+07:00", false },
        { Office, "2026-11-27T08:00:00+07:00", true },
        { Office, "2026-11-23T01:00:00+00:00", true },
        { Night, "2026-11-23T21:59:59.999+07:00", false },
        { Night, "2026-11-23T22:00:00+07:00", true },
        { Night, "2026-11-24T00:00:00+07:00", true },
        { Night, "2026-11-24T04:59:59.999+07:00", true },
        { Night, "2026-11-24T05:00:00+07:00", false },
        { Evening, "2026-11-23T23:59:59.999+07:00", true },
        { Evening, "2026-11-24T00:00:00+07:00", false },
        { Chat, "2026-11-23T08:00:00+07:00", false },
    };

    [Theory]
    [MemberData(nameof(Instants), DisableDiscoveryEnumeration = true)]
    public void A_rule_counts_from_its_first_instant_to_its_last(RuleCondition when, string at, bool holds) =>
        Assert.Equal(holds, when.Holds(SmallKnowledge.Facts("jalan rusak") with { ReceivedAt = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) }));

    [Fact]
    public void A_rule_for_channels_counts_for_those_alone()
    {
        Assert.True(Chat.Holds(SmallKnowledge.Facts("x") with { Channel = "cc158" }));
        Assert.False(Chat.Holds(SmallKnowledge.Facts("x") with { Channel = "sp4n" }));
    }

    [Theory]
    [InlineData("2026-10-31", "jalan.frasa")]
    [InlineData("2026-11-01", "sungai.musim")]
    public void A_longer_phrase_whose_rule_does_not_count_swallows_no_other(string day, string rule)
    {
        var flood = SmallKnowledge.River with { Rules = [.. SmallKnowledge.River.Rules, SmallKnowledge.Rule("sungai.musim", 4, "jalan rusak banjir") with { When = Season }] };

        var found = new RoutingEngine(With(flood)).Decide(On("jalan rusak banjir", day)).Explanation.Candidates.SelectMany(candidate => candidate.Rules);

        Assert.Equal([rule], found.Where(one => one is "jalan.frasa" or "sungai.musim"));
    }

    [Theory]
    [InlineData("2026-10-31", RoutingOutcome.Triage)]
    [InlineData("2026-11-01", RoutingOutcome.Assigned)]
    public void A_rule_of_word_sets_counts_in_its_time(string day, RoutingOutcome outcome)
    {
        var road = SmallKnowledge.Road with { Rules = [SmallKnowledge.Road.Rules[1] with { When = Season }] };

        Assert.Equal(outcome, new RoutingEngine(With(road)).Decide(On("aspal lubang", day)).Outcome);
    }

    [Theory]
    [InlineData("2026-10-31", RoutingOutcome.Assigned)]
    [InlineData("2026-11-01", RoutingOutcome.NotOurs)]
    public void Authority_and_accusations_have_their_times_too(string day, RoutingOutcome outcome)
    {
        var knowledge = SmallKnowledge.Whole with { Authority = SmallKnowledge.Whole.Authority with { Local = [SmallKnowledge.Rule("lokal.desa", 2, "desa kami") with { When = Season }] } };

        Assert.Equal(outcome, new RoutingEngine(knowledge).Decide(On("jalan rusak di desa kami", day)).Outcome);
    }

    private static ReportFacts On(string text, string day) =>
        SmallKnowledge.Facts(text) with { ReceivedAt = DateTimeOffset.Parse($"{day}T12:00:00+07:00", System.Globalization.CultureInfo.InvariantCulture) };

    private static RoutingKnowledge With(RoutingTopic topic) =>
        SmallKnowledge.Whole with { Topics = [.. SmallKnowledge.Whole.Topics.Select(other => other.Id == topic.Id ? topic : other)] };

    private static TimeSpan Time(int hour, int minute) => new(hour, minute, 0);
}
