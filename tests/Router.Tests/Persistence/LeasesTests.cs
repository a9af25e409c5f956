using Hub.Router.Persistence;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Persistence;

public class LeasesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_holder_keeps_the_other_out_until_its_time_is_over_and_the_fence_rises_with_each_holder()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();
        var (mine, theirs) = (rig.Get<Leases>(), other.GetRequiredService<Leases>());

        Assert.Equal(1, await mine.HoldAsync("poll", Minute, default));
        Assert.Null(await theirs.HoldAsync("poll", Minute, default));

        rig.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(1, await mine.HoldAsync("poll", Minute, default));

        rig.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(await theirs.HoldAsync("poll", Minute, default));

        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, await theirs.HoldAsync("poll", Minute, default));
        Assert.Null(await mine.HoldAsync("poll", Minute, default));

        rig.Clock.Advance(Minute + Minute);
        Assert.Equal(3, await mine.HoldAsync("poll", Minute, default));
    }

    [Fact]
    public async Task A_lease_that_a_wrong_clock_left_far_ahead_is_taken_by_the_next()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();
        rig.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(1, await rig.Get<Leases>().HoldAsync("poll", Minute, default));

        rig.Clock.Advance(TimeSpan.FromMinutes(-58));
        Assert.Null(await other.GetRequiredService<Leases>().HoldAsync("poll", Minute, default));

        rig.Clock.Advance(TimeSpan.FromMinutes(-3));
        Assert.Equal(2, await other.GetRequiredService<Leases>().HoldAsync("poll", Minute, default));
    }

    [Fact]
    public async Task Leases_of_different_names_do_not_meet()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();

        Assert.NotNull(await rig.Get<Leases>().HoldAsync("one", Minute, default));
        Assert.NotNull(await other.GetRequiredService<Leases>().HoldAsync("two", Minute, default));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();
        Leases[] both = [rig.Get<Leases>(), other.GetRequiredService<Leases>()];

        var fences = await Task.WhenAll(Enumerable.Range(0, 20).Select(turn => Task.Run(() => both[turn % 2].HoldAsync("poll", Minute, default))));

        Assert.Equal(10, fences.Count(fence => fence == 1));
        Assert.Equal(10, fences.Count(fence => fence is null));
    }
}
