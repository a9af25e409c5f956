using Hub.Conformance;

namespace Hub.Connectors.Tests.Conformance;

/// <summary>Each channel against every rule of the kit.</summary>
public sealed class ConnectorsConformanceTests(ScoreBook book) : IClassFixture<ScoreBook>
{
    private static readonly IReadOnlyList<IConnectorUnderTest> Connectors = [new WhatsAppUnderTest(), new ContactCenter158UnderTest(), new Sp4nLaporUnderTest()];

    public static TheoryData<string, string> Trials
    {
        get
        {
            var trials = new TheoryData<string, string>();
            foreach (var connector in Connectors)
            {
                foreach (var rule in ConformanceKit.Rules)
                {
                    trials.Add(connector.Name, rule.Name);
                }
            }

            return trials;
        }
    }

    [Theory]
    [MemberData(nameof(Trials))]
    public async Task A_connector_keeps_the_rule(string connector, string rule)
    {
        var score = book.Enter(connector, await ConformanceKit.ScoreAsync(
            Connectors.Single(one => one.Name == connector),
            ConformanceKit.Rules.Single(one => one.Name == rule),
            TestContext.Current.CancellationToken));

        Assert.True(score.Verdict is not Verdict.Fail, score.Why);
    }

    /// <summary>What a connector says it lacks, nobody registers: a side cannot be left out of the trial by declaring it away.</summary>
    [Fact]
    public async Task A_side_that_is_declared_away_is_not_there()
    {
        foreach (var connector in Connectors)
        {
            await using var bench = await connector.StartAsync(TestContext.Current.CancellationToken);
            Assert.Equal(bench.Polls, !connector.Lacks.ContainsKey(Side.Poll));
            Assert.Equal(bench.LargestNotification > 0, !connector.Lacks.ContainsKey(Side.Webhook));
            Assert.DoesNotContain(Side.Status, connector.Lacks.Keys);
            Assert.DoesNotContain(Side.Reading, connector.Lacks.Keys);
        }
    }

    [Fact]
    public void Only_what_the_protocols_lack_is_left_out() =>
        Assert.Equal(
            ["ContactCenter158: Push", "Sp4nLapor: Push, Webhook", "WhatsApp: Flags, OperationKey, Poll, ReadBack, Token"],
            Connectors.Select(connector => $"{connector.Name}: {string.Join(", ", connector.Lacks.Keys.Select(side => $"{side}").Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

    [Fact]
    public void What_a_channel_lacks_is_said_with_a_reason() =>
        Assert.All(Connectors.SelectMany(connector => connector.Lacks.Values), reason => Assert.True(reason.Length > 20));
}
