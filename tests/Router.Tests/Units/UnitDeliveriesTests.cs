using System.Text;
using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

public class UnitDeliveriesTests
{
    private static readonly (string, string)[] Webhook =
    [
        ("Units:Deliveries:DJBM:Via", "Webhook"),
        ("Units:Deliveries:DJBM:Address", "https://bm.example/hook"),
        ("Units:Deliveries:DJBM:Secret", "whsec_bm9ib2R5IGtub3dzIHRoaXMgb25lIGVpdGhlcg=="),
    ];

    [Fact]
    public async Task Events_of_a_report_arrive_in_order_and_a_failed_one_is_tried_again_under_its_id()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1"));
        rig.Endpoint.Answer = _ => new SyncResult.Unavailable("503", TimeSpan.FromMinutes(1));

        await rig.PushDueAsync();
        await rig.PushDueAsync();
        Assert.Single(rig.Endpoint.Pushed);

        rig.Endpoint.Answer = push => new SyncResult.Delivered(push.MessageId);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.PushDueAsync();
        await rig.PushDueAsync();

        var pushed = rig.Endpoint.Pushed.ToList();
        Assert.Equal(pushed[0].MessageId, pushed[1].MessageId);
        Assert.Equal(
            [UnitPosts.AssignedType, UnitPosts.AssignedType, UnitPosts.AmendedType],
            pushed.Select(push => System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(push.Body.Span)).RootElement.GetProperty("type").GetString()));
        Assert.All(await rig.AllAsync<UnitDelivery>(), row => Assert.NotNull(row.DeliveredAt));
    }

    [Fact]
    public async Task A_refused_event_is_given_up_and_an_endpoint_that_throws_holds_no_other_report()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        var (bad, refused, good) = ((await rig.AssignedAsync("r-1")).Id, (await rig.AssignedAsync("r-2")).Id, (await rig.AssignedAsync("r-3")).Id);
        rig.Endpoint.Answer = push => Encoding.UTF8.GetString(push.Body.Span) switch
        {
            var body when body.Contains(bad.ToString(), StringComparison.Ordinal) => throw new InvalidOperationException("a bug"),
            var body when body.Contains(refused.ToString(), StringComparison.Ordinal) => new SyncResult.Rejected("410", "gone"),
            _ => new SyncResult.Delivered("ok"),
        };

        await rig.PushDueAsync();

        var rows = (await rig.AllAsync<UnitDelivery>()).ToDictionary(row => row.ReportId);
        Assert.Equal("The push failed with InvalidOperationException.", rows[bad].Fault);
        Assert.NotNull(rows[refused].RefusedAt);
        Assert.NotNull(rows[good].DeliveredAt);
    }

    [Fact]
    public async Task Events_for_a_unit_without_a_webhook_are_not_due()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        await rig.SqlAsync($"UPDATE unit_deliveries SET unit = 'DJSDA'");

        rig.Clock.Advance(UnitDeliveries.Young);
        Assert.Empty(await rig.Get<UnitDeliveries>().DueAsync(10, [], default));
    }

    [Fact]
    public async Task A_unit_that_hangs_is_left_behind_and_the_others_get_theirs()
    {
        (string, string)[] two =
        [
            .. Webhook,
            ("Units:Deliveries:DJSDA:Via", "Webhook"),
            ("Units:Deliveries:DJSDA:Address", "https://sda.example/hook"),
            ("Units:Deliveries:DJSDA:Secret", "whsec_bm9ib2R5IGtub3dzIHRoaXMgb25lIGVpdGhlcg=="),
        ];
        await using var rig = await RouterRig.StartAsync(two);
        var hung = new TaskCompletionSource<SyncResult>();
        var (first, second) = ((await rig.AssignedAsync("r-1")).Id, (await rig.AssignedAsync("r-2")).Id);
        await rig.SqlAsync($"UPDATE unit_deliveries SET unit = 'DJSDA' WHERE report_id = {second}");
        await rig.SqlAsync($"UPDATE reports SET unit = 'DJSDA' WHERE id = {second}");
        rig.Endpoint.Later = push => push.Address.Host == "bm.example" ? hung.Task : Task.FromResult<SyncResult>(new SyncResult.Delivered("ok"));

        var lanes = rig.Get<UnitLanes>();
        rig.Clock.Advance(UnitDeliveries.Young);
        var turn = lanes.RunAsync(await rig.Get<UnitDeliveries>().DueAsync(10, lanes.Busy, default), default);
        while (lanes.Busy.Count > 1)
        {
            await Task.Yield();
        }

        Assert.Equal(["DJBM"], lanes.Busy);
        Assert.NotNull((await rig.AllAsync<UnitDelivery>()).Single(row => row.ReportId == second).DeliveredAt);
        Assert.Empty(await rig.Get<UnitDeliveries>().DueAsync(10, lanes.Busy, default));

        hung.SetResult(new SyncResult.Delivered("ok"));
        await turn;
        Assert.NotNull((await rig.AllAsync<UnitDelivery>()).Single(row => row.ReportId == first).DeliveredAt);
    }

    [Fact]
    public async Task A_new_event_is_left_to_its_hint_and_one_under_way_is_not_pushed_beside_itself()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        var deliveries = rig.Get<UnitDeliveries>();
        Assert.Empty(await deliveries.DueAsync(10, [], default));

        var answer = new TaskCompletionSource<SyncResult>();
        rig.Endpoint.Later = _ => answer.Task;
        var id = Assert.Single(await rig.AllAsync<UnitDelivery>()).Id;
        var hint = deliveries.PushAsync(id, default);
        await deliveries.PushAsync(id, default).WaitAsync(TimeSpan.FromSeconds(10));
        answer.SetResult(new SyncResult.Delivered("ok"));
        await hint;

        Assert.Single(rig.Endpoint.Pushed);
        rig.Clock.Advance(UnitDeliveries.Young);
        Assert.Empty(await deliveries.DueAsync(10, [], default));
    }

    [Fact]
    public async Task What_came_behind_an_event_under_way_goes_as_soon_as_that_is_taken()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1"));
        var rows = (await rig.AllAsync<UnitDelivery>()).OrderBy(row => row.Sequence).ToList();
        var answer = new TaskCompletionSource<SyncResult>();
        rig.Endpoint.Later = push => push.MessageId == $"{rows[0].Id}" ? answer.Task : Task.FromResult<SyncResult>(new SyncResult.Delivered("ok"));
        var first = rig.Get<UnitDeliveries>().PushAsync(rows[0].Id, default);
        await rig.Get<UnitDeliveries>().PushAsync(rows[1].Id, default);
        Assert.Equal([$"{rows[0].Id}"], rig.Endpoint.Pushed.Select(push => push.MessageId));

        answer.SetResult(new SyncResult.Delivered("ok"));
        await first;

        Assert.Equal(rows.Select(row => $"{row.Id}"), rig.Endpoint.Pushed.Select(push => push.MessageId));
        Assert.All(await rig.AllAsync<UnitDelivery>(), row => Assert.NotNull(row.DeliveredAt));
    }
}
