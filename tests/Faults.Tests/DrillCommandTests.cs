using Hub.Faults.Nemesis;

namespace Hub.Faults.Tests;

public sealed class DrillCommandTests
{
    [Fact]
    public void All_means_every_kind_and_none_means_no_kind()
    {
        Assert.Equal(Enum.GetValues<FaultKind>(), DrillCommand.Kinds("all"));
        Assert.Empty(DrillCommand.Kinds("none")!);
    }

    [Fact]
    public void Kinds_are_named_with_commas_in_any_case_and_once() =>
        Assert.Equal([FaultKind.F5, FaultKind.F1], DrillCommand.Kinds("F5, f1,F5"));

    [Theory]
    [InlineData("F2")]
    [InlineData("F1,sesuatu")]
    [InlineData("0")]
    [InlineData("12")]
    public void A_word_that_is_no_kind_is_refused(string words) => Assert.Null(DrillCommand.Kinds(words));
}
