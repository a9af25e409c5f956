using Hub.Faults.Load;

namespace Hub.Faults.Tests.Load;

public sealed class SamplesTests
{
    private static readonly Canaries Citizens = new(1);
    private static readonly List<PlannedReport> Thousands = [.. Enumerable.Range(0, 4000).Select(new Samples(1, Citizens).Of)];

    [Fact]
    public void One_number_is_one_report_for_ever() => Assert.Equal(Thousands[17], new Samples(1, new Canaries(1)).Of(17));

    [Fact]
    public void About_a_fifth_is_anonymous_and_a_twentieth_confidential()
    {
        Assert.InRange(Thousands.Count(report => report.Anonymous) / 4000.0, 0.17, 0.23);
        Assert.InRange(Thousands.Count(report => report.Secret) / 4000.0, 0.035, 0.065);
    }

    [Fact]
    public void About_a_twentieth_comes_twice_and_some_come_late()
    {
        Assert.InRange(Thousands.Count(report => report.Doubled) / 4000.0, 0.035, 0.065);
        Assert.InRange(Thousands.Count(report => report.Late) / 4000.0, 0.01, 0.03);
    }

    [Fact]
    public void One_scenario_says_the_same_but_for_the_identity_in_it()
    {
        foreach (var scenario in Thousands.GroupBy(report => report.Scenario))
        {
            Assert.Single(scenario.Select(report => report.Text.Length).Distinct());
        }
    }

    [Fact]
    public void Every_citizen_has_identities_of_their_own()
    {
        Assert.Equal(4000, Enumerable.Range(0, 4000).Select(Citizens.Phone).Distinct().Count());
        Assert.All(Enumerable.Range(0, 4000), citizen => Assert.Equal((13, 16), (Citizens.Phone(citizen).Length, Citizens.Nik(citizen).Length)));
    }
}
