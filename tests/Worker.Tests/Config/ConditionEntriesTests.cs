using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Tests.Config;

public sealed class ConditionEntriesTests : IDisposable
{
    private const string Rule = "{ id: tol.kata, weight: 1.75,";

    private readonly RuleFolderCopy copy = new();

    public void Dispose() => copy.Dispose();

    [Fact]
    public void A_rule_may_say_when_and_where_it_counts()
    {
        copy.Change("routing.yaml", Rule, $"{Rule} from: 2026-11-01, to: 2027-03-31, weekdays: [saturday, sunday], hours: [\"07:30-12:00\", \"22:00-24:00\"], channels: [whatsapp], zone: Asia/Jayapura,");

        var when = Assert.IsType<RoutingFilesResult.Loaded>(RoutingFiles.Load(copy.Path)).Knowledge.Topics.SelectMany(topic => topic.Rules).Single(rule => rule.Id == "tol.kata").When!;

        Assert.Equal((new DateOnly(2026, 11, 1), new DateOnly(2027, 3, 31), "Asia/Jayapura"), (when.From, when.To, when.Zone));
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], when.Weekdays);
        Assert.Equal([new RuleHours(new(7, 30, 0), new(12, 0, 0)), new RuleHours(new(22, 0, 0), TimeSpan.FromDays(1))], when.Hours);
        Assert.Equal(["whatsapp"], when.Channels);
    }

    [Theory]
    [InlineData("from: 1 Nov 2026", "tol.kata.from", "'1 Nov 2026' is not a day")]
    [InlineData("weekdays: [sabtu]", "tol.kata.weekdays", "'sabtu' is not known")]
    [InlineData("weekdays: []", "tol.kata.weekdays", "is empty")]
    [InlineData("hours: [\"7-16\"]", "tol.kata.hours", "'7-16' is not a part of the day")]
    [InlineData("hours: [\"24:00-05:00\"]", "tol.kata.hours", "'24:00-05:00' is not a part of the day")]
    [InlineData("channels: [telegram]", "tol.kata.channels", "'telegram' is not known")]
    [InlineData("zone: WIB", "tol.kata", "zone 'WIB' is not a zone of Indonesia")]
    [InlineData("from: 2026-11-02, to: 2026-11-01", "tol.kata", "it never matches")]
    public void A_condition_that_cannot_be_read_is_a_fault(string condition, string entry, string problem)
    {
        copy.Change("routing.yaml", Rule, $"{Rule} {condition},");

        var faults = Assert.IsType<RoutingFilesResult.Refused>(RoutingFiles.Load(copy.Path)).Faults;

        var fault = Assert.Single(faults);
        Assert.Equal((KnowledgeFile.Rules, entry), (fault.File, fault.Entry));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }
}
