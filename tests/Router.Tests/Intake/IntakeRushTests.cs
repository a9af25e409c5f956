using Hub.Router.Intake;
using Hub.Testing;

namespace Hub.Router.Tests.Intake;

public class IntakeRushTests
{
    private readonly StoppedClock clock = new(new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero));
    private readonly IntakeRush rush;

    public IntakeRushTests() => rush = new IntakeRush(clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 31, 31)]
    [InlineData(256, 256, 31)]
    [InlineData(256, 31, 256)]
    [InlineData(31, 256, 256)]
    public void Who_pushes_now_and_then_or_all_at_once_holds_the_reader_up_for_nothing(params int[] bodies)
    {
        Saw(bodies);

        Assert.True(rush.WaitAsync(0, Token).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task In_a_rush_the_reader_waits_for_its_next_batch_and_no_longer()
    {
        Saw(32, 32, 32);

        clock.Advance(TimeSpan.FromMilliseconds(120));
        var waiting = rush.WaitAsync(8191, Token);
        Saw(256);
        clock.Advance(TimeSpan.FromMilliseconds(79));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.False(rush.WaitAsync(0, Token).IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(120));
        Assert.True(rush.WaitAsync(0, Token).IsCompletedSuccessfully);
    }

    [Fact]
    public void A_reader_that_is_far_behind_waits_for_nobody()
    {
        Saw(256, 256, 256);

        Assert.False(rush.WaitAsync(8191, Token).IsCompleted);
        Assert.True(rush.WaitAsync(8192, Token).IsCompletedSuccessfully);
    }

    private void Saw(params int[] bodies) => Array.ForEach(bodies, rush.Saw);
}
