using Hub.Router.Units;

namespace Hub.Worker.Tests.Config;

public sealed class ShippedUnitsTests
{
    private static readonly UnitDirectory Units = ShippedRules.Knowledge.Units;
    private static readonly DateOnly LastDay = new(2024, 10, 20);
    private static readonly DateOnly FirstDay = new(2024, 10, 21);

    [Fact]
    public void One_structure_ends_the_day_before_the_other_begins()
    {
        Assert.DoesNotContain(Units.InForce(LastDay), unit => unit.Code is "PU" or "PKP" || unit.Code.StartsWith("PU-", StringComparison.Ordinal) || unit.Code.StartsWith("PKP-", StringComparison.Ordinal));
        Assert.DoesNotContain(Units.InForce(FirstDay), unit => unit.Code.StartsWith("PUPR", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_unit_that_ended_has_somebody_who_carries_on() =>
        Assert.All(Units.All.Where(unit => unit.ValidTo is not null), unit => Assert.NotNull(Units.Current(unit.Code, FirstDay)));

    [Theory]
    [InlineData("BBWS-CTRM", "PUPR-SDA,PUPR", "PU-SDA,PU")]
    [InlineData("BPJN-ACEH", "PUPR-BM,PUPR", "PU-BM,PU")]
    public void A_balai_hangs_under_the_structure_of_the_day(string code, string before, string after)
    {
        Assert.Equal(before, string.Join(',', Units.Ancestors(code, LastDay).Select(unit => unit.Code)));
        Assert.Equal(after, string.Join(',', Units.Ancestors(code, FirstDay).Select(unit => unit.Code)));
    }

    [Fact]
    public void Outside_addressees_are_always_there() =>
        Assert.Equal(9, Units.InForce(new DateOnly(2015, 1, 1)).Count(unit => unit.IsExternal));
}
