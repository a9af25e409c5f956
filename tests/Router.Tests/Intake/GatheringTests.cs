using Hub.Router.Intake;
using Hub.Testing;

namespace Hub.Router.Tests.Intake;

public class GatheringTests
{
    private readonly StoppedClock clock = new(DateTimeOffset.UnixEpoch);
    private readonly IntakeOptions options = new() { Linger = TimeSpan.FromMilliseconds(20) };
    private int waiting = 1;

    [Fact]
    public async Task Few_bodies_wait_for_more_but_no_longer_than_the_linger()
    {
        var gathering = GatherAsync();
        await PassAsync(19);
        Assert.False(gathering.IsCompleted);

        await PassAsync(1);
        await SoonAsync(gathering);
    }

    [Fact]
    public async Task A_handful_waits_for_nobody()
    {
        waiting = IntakeOptions.Handful;
        await SoonAsync(GatherAsync());

        waiting = 1;
        var gathering = GatherAsync();
        waiting = IntakeOptions.Handful;
        await PassAsync(5);
        await SoonAsync(gathering);
    }

    private Task GatherAsync() => options.GatherAsync(() => waiting, clock, TestContext.Current.CancellationToken);

    private static Task SoonAsync(Task gathering) => gathering.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>In steps, since one wait follows another.</summary>
    private async Task PassAsync(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed++)
        {
            await Eventually.TrueAsync("it waits", () => Task.FromResult(clock.Sleepers > 0), TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}
