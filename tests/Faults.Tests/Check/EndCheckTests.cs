using Hub.Faults.Check;

namespace Hub.Faults.Tests.Check;

public sealed class EndCheckTests
{
    private static readonly HubUse Quiet = new(200, 400, 30);

    [Fact]
    public void A_few_handles_more_are_no_leak() => Assert.Empty(EndCheck.Uses(Quiet, new HubUse(260, 450, 40)));

    [Theory]
    [InlineData(900, 30)]
    [InlineData(400, 200)]
    public void Handles_or_threads_that_stay_are_seen(int handles, int threads) =>
        Assert.Equal("L5", Assert.Single(EndCheck.Uses(Quiet, new HubUse(260, handles, threads))).Rule);
}
