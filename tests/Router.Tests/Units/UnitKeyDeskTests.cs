using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

public class UnitKeyDeskTests
{
    private static readonly (string, string) Act = ("sari", "uji");

    [Fact]
    public async Task A_key_may_do_what_it_was_made_for_until_its_end()
    {
        await using var rig = await RouterRig.StartAsync();
        var key = await rig.Get<UnitKeyDesk>().IssueAsync(new UnitKeyWish("DJBM", [UnitScopes.Read], RouterRig.Start.AddDays(30)), Act, default);

        var caller = await rig.Get<UnitKeys>().CallerOfAsync(key, default);
        Assert.Equal((true, false), (caller!.May(UnitScopes.Read), caller.May(UnitScopes.Write)));
        rig.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Null(await rig.Get<UnitKeys>().CallerOfAsync(key, default));
        Assert.Equal("expired", Assert.Single(await rig.Get<UnitKeyDesk>().ListAsync("DJBM", default)).StateAt(rig.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task After_a_rotation_both_open_until_the_overlap_is_over_and_the_new_one_may_no_more_than_the_old()
    {
        await using var rig = await RouterRig.StartAsync();
        var (desk, keys) = (rig.Get<UnitKeyDesk>(), rig.Get<UnitKeys>());
        var old = await desk.IssueAsync(new UnitKeyWish("DJBM", [UnitScopes.Read], null), Act, default);

        var fresh = await desk.RotateAsync(old[..13], TimeSpan.FromDays(7), Act, default);

        Assert.NotNull(await keys.CallerOfAsync(old, default));
        Assert.Equal([UnitScopes.Read], (await keys.CallerOfAsync(fresh, default))!.Scopes);
        rig.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Null(await keys.CallerOfAsync(old, default));
        Assert.NotNull(await keys.CallerOfAsync(fresh, default));
        Assert.Null(await desk.RotateAsync(old[..13], TimeSpan.Zero, Act, default));
    }

    [Fact]
    public async Task One_key_is_revoked_at_once_and_its_neighbour_stays()
    {
        await using var rig = await RouterRig.StartAsync();
        var (desk, keys) = (rig.Get<UnitKeyDesk>(), rig.Get<UnitKeys>());
        var (first, second) = (await desk.IssueAsync(Wish(), Act, default), await desk.IssueAsync(Wish(), Act, default));

        Assert.Equal(0, await desk.RevokeAsync("DJSDA", first[..13], Act, default));
        Assert.Equal(1, await desk.RevokeAsync("DJBM", first[..13], Act, default));

        Assert.Null(await keys.CallerOfAsync(first, default));
        Assert.NotNull(await keys.CallerOfAsync(second, default));
    }

    [Fact]
    public async Task The_last_use_is_known_and_costs_one_write_in_five_minutes()
    {
        await using var rig = await RouterRig.StartAsync();
        var key = await rig.Get<UnitKeyDesk>().IssueAsync(Wish(), Act, default);
        Assert.Null((await rig.AllAsync<UnitKey>())[0].UsedAt);

        await rig.Get<UnitKeys>().CallerOfAsync(key, default);
        rig.Clock.Advance(TimeSpan.FromMinutes(4));
        await rig.Get<UnitKeys>().CallerOfAsync(key, default);
        Assert.Equal(RouterRig.Start, (await rig.AllAsync<UnitKey>())[0].UsedAt);
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.Get<UnitKeys>().CallerOfAsync(key, default);
        Assert.Equal(RouterRig.Start.AddMinutes(6), (await rig.AllAsync<UnitKey>())[0].UsedAt);
    }

    [Fact]
    public async Task Every_act_is_in_the_journal_and_no_key_is()
    {
        await using var rig = await RouterRig.StartAsync();
        var desk = rig.Get<UnitKeyDesk>();
        var key = await desk.IssueAsync(Wish(), Act, default);
        var fresh = await desk.RotateAsync(key[..13], TimeSpan.FromDays(1), Act, default);
        await desk.RevokeAsync("DJBM", null, Act, default);

        var acts = (await rig.AllAsync<OperatorAct>()).OrderBy(act => act.Id).ToList();
        Assert.Equal(["units.key.issue", "units.key.rotate", "units.key.revoke"], acts.Select(act => act.Verb));
        Assert.All(acts, act => Assert.DoesNotContain(key[13..], act.ToString(), StringComparison.Ordinal));
        Assert.All(acts, act => Assert.DoesNotContain(fresh![13..], act.ToString(), StringComparison.Ordinal));
    }

    private static UnitKeyWish Wish() => new("DJBM", UnitScopes.All, null);
}
