using Hub.Testing;

namespace Hub.Worker.Tests.Host;

public class LastKnownTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(0.01, 15)]
    [InlineData(1, 40)]
    [InlineData(20, 75)]
    public async Task A_store_with_much_to_count_is_looked_at_less_often(double takes, double next)
    {
        var clock = new StoppedClock(DateTimeOffset.UnixEpoch);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var looks = 0;
        var known = new LastKnown<object>(
            _ =>
            {
                looks++;
                clock.Advance(TimeSpan.FromSeconds(takes));
                return Task.FromResult(new object());
            },
            Every,
            clock);
        var watching = known.WatchAsync(stop.Token);
        await PassAsync(clock, next - 1);
        Assert.Equal(1, looks);

        await PassAsync(clock, 2);
        Assert.Equal(2, looks);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    /// <summary>In steps, since one wait follows another.</summary>
    private static async Task PassAsync(StoppedClock clock, double seconds)
    {
        for (var half = 0; half < seconds * 2; half++)
        {
            await Eventually.TrueAsync("it waits", () => Task.FromResult(clock.Sleepers > 0), TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(0.5));
        }
    }
}
