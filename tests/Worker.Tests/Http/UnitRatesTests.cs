using Hub.Worker.Http;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Tests.Http;

public sealed class UnitRatesTests
{
    [Fact]
    public void A_key_that_hurries_is_told_to_wait_and_another_is_not()
    {
        using var rates = new UnitRates(Options.Create(new UnitApiOptions { PerSecond = 1, Burst = 3 }));

        Assert.Equal([null, null, null], Enumerable.Range(0, 3).Select(_ => rates.Refusal("hubu_aaaaaaaa")));
        Assert.True(rates.Refusal("hubu_aaaaaaaa") > TimeSpan.Zero);
        Assert.Null(rates.Refusal("hubu_bbbbbbbb"));
    }

    [Fact]
    public void Only_so_many_files_lie_in_memory_at_once()
    {
        using var rates = new UnitRates(Options.Create(new UnitApiOptions { FilesAtOnce = 1 }));
        using (var first = rates.File())
        {
            using var second = rates.File();
            Assert.Equal((true, false), (first.IsAcquired, second.IsAcquired));
        }

        using var third = rates.File();
        Assert.True(third.IsAcquired);
    }
}
