using Hub.Router.Routing.Learning;

namespace Hub.Router.Tests.Routing.Learning;

public sealed class ConfidenceCurveTests
{
    [Fact]
    public void The_chance_never_falls_while_the_belief_rises()
    {
        // Beliefs that are too sure of themselves and here and there worse where they are higher.
        var curve = ConfidenceCurve.Of([.. Enumerable.Range(0, 1000).Select(number => (Belief: number / 1000.0, Right: number * 7919 % 1000 < (number * 0.8) + (number / 100 % 2 * 90) - 45))]);

        var chances = Enumerable.Range(0, 201).Select(step => curve.At(step / 200.0)).ToArray();
        Assert.True(chances.Zip(chances.Skip(1)).All(pair => pair.First <= pair.Second));
        Assert.True(chances[0] < 0.2);
        Assert.True(chances[^1] > 0.6);
    }

    [Fact]
    public void A_belief_becomes_the_share_that_was_right()
    {
        var curve = ConfidenceCurve.Of([.. Enumerable.Range(0, 2000).Select(number => (Belief: number % 2 == 0 ? 0.9 : 0.5, Right: number % 2 == 0 ? number % 10 != 0 : number % 4 == 1))]);

        Assert.Equal(0.8, curve.At(0.9), 0.05);
        Assert.Equal(0.5, curve.At(0.5), 0.05);
    }

    [Fact]
    public void Answers_that_were_all_right_are_no_certainty() =>
        Assert.InRange(ConfidenceCurve.Of([.. Enumerable.Range(0, 100).Select(number => (number / 100.0, true))]).At(1), 0.9, 0.999);

    [Fact]
    public void A_few_answers_bend_nothing() =>
        Assert.Equal(0.7, ConfidenceCurve.Of([(0.7, false), (0.2, true)]).At(0.7), 6);
}
