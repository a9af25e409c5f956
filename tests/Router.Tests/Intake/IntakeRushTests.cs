using Hub.Router.Intake;

namespace Hub.Router.Tests.Intake;

public class IntakeRushTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    public void A_channel_that_pushes_now_and_then_holds_the_reader_up_for_nothing(int bodies)
    {
        var rush = new IntakeRush(TimeProvider.System);
        rush.Saw(bodies);

        Assert.True(rush.WaitAsync(Token).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task In_a_rush_the_reader_waits_and_goes_on_when_it_is_over()
    {
        var rush = new IntakeRush(TimeProvider.System);
        rush.Saw(16);

        var waiting = rush.WaitAsync(Token);
        Assert.False(waiting.IsCompleted);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_rush_without_end_does_not_stop_the_reader()
    {
        var rush = new IntakeRush(TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var pushing = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    rush.Saw(64);
                    await Task.Yield();
                }
            },
            Token);

        await rush.WaitAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.False(pushing.IsCompleted);
        await end.CancelAsync();
        await pushing;
    }
}
