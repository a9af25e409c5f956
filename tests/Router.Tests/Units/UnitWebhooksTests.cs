using System.Text;
using System.Text.Json;
using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using Microsoft.Extensions.Options;

namespace Hub.Router.Tests.Units;

public class UnitWebhooksTests
{
    private static readonly (string, string)[] Webhook =
    [
        ("Units:Deliveries:DJBM:Via", "Webhook"),
        ("Units:Deliveries:DJBM:Address", "https://bm.example/hook"),
        ("Units:Deliveries:DJBM:Secret", "whsec_bm9ib2R5IGtub3dzIHRoaXMgb25lIGVpdGhlcg=="),
        ("Units:DisableWebhookAfter", "3.00:00:00"),
    ];

    [Fact]
    public async Task Days_of_failures_switch_it_off_and_what_waited_goes_when_it_is_on_again()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        rig.Endpoint.Answer = _ => new SyncResult.Unavailable("503");
        for (var hour = 0; hour < 71; hour++)
        {
            await rig.PushDueAsync();
            rig.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("failing", (await LineAsync(rig)).State);
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await rig.PushDueAsync();
        Assert.Equal(("disabled", "hub", 1), ((await LineAsync(rig)).State, (await LineAsync(rig)).DisabledBy, (await LineAsync(rig)).Waiting));
        Assert.Contains(await rig.AllAsync<OperatorAct>(), act => act is { Verb: "units.webhook.disable", By: "hub", Subject: "DJBM" });

        var before = rig.Endpoint.Pushed.Count;
        rig.Clock.Advance(TimeSpan.FromDays(1));
        await rig.PushDueAsync();
        await rig.Get<UnitDeliveries>().PushAsync((await rig.AllAsync<UnitDelivery>())[0].Id, default);
        Assert.Equal(before, rig.Endpoint.Pushed.Count);

        rig.Endpoint.Answer = push => new SyncResult.Delivered(push.MessageId);
        Assert.True(await rig.Get<UnitWebhookDesk>().EnableAsync("DJBM", ("sari", "peladen baru"), default));
        Assert.False(await rig.Get<UnitWebhookDesk>().EnableAsync("DJBM", ("sari", "sekali lagi"), default));
        await rig.PushDueAsync();
        Assert.NotNull(Assert.Single(await rig.AllAsync<UnitDelivery>()).DeliveredAt);
        Assert.Equal("well", (await LineAsync(rig)).State);
    }

    [Fact]
    public async Task One_call_that_is_taken_begins_the_days_anew()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        rig.Endpoint.Answer = _ => new SyncResult.Unavailable("503");
        await rig.PushDueAsync();
        rig.Clock.Advance(TimeSpan.FromDays(2));
        rig.Endpoint.Answer = push => new SyncResult.Delivered(push.MessageId);
        await rig.PushDueAsync();
        Assert.Empty(await rig.AllAsync<UnitWebhook>());

        await rig.AssignedAsync("r-2");
        rig.Endpoint.Answer = _ => new SyncResult.Unavailable("503");
        await rig.PushDueAsync();
        rig.Clock.Advance(TimeSpan.FromDays(2));
        await rig.PushDueAsync();
        Assert.Equal("failing", (await LineAsync(rig)).State);
    }

    [Fact]
    public async Task Gone_switches_it_off_at_once_and_its_event_waits_for_the_new_address()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        rig.Endpoint.Answer = _ => new SyncResult.Rejected("gone", "The unit has closed this address (410).");
        await rig.PushDueAsync();

        Assert.Equal(("disabled", 1, 0), ((await LineAsync(rig)).State, (await LineAsync(rig)).Waiting, (await LineAsync(rig)).Refused));
    }

    [Theory]
    [InlineData("address_refused")]
    [InlineData("secret_unusable")]
    public async Task What_stands_in_the_way_of_all_events_gives_up_none_of_them_and_is_shown(string code)
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("r-1");
        rig.Endpoint.Answer = _ => new SyncResult.Rejected(code, "The setting is wrong.");
        await rig.PushDueAsync();
        Assert.Equal(("failing", 1, 0), ((await LineAsync(rig)).State, (await LineAsync(rig)).Waiting, (await LineAsync(rig)).Refused));

        rig.Endpoint.Answer = push => new SyncResult.Delivered(push.MessageId);
        await rig.PushDueAsync();
        Assert.Equal(("well", 0), ((await LineAsync(rig)).State, (await LineAsync(rig)).Waiting));
    }

    [Theory]
    [InlineData("Secret", "whsec_bm9ib2R5IGtub3dzIHRoaXMgb25l")]
    [InlineData("Secret", "bm9ib2R5IGtub3dzIHRoaXMgb25lIGVpdGhlcg==")]
    [InlineData("PreviousSecret", "whsec_not base64")]
    public async Task A_secret_that_could_sign_nothing_is_refused_at_the_start(string which, string secret)
    {
        await using var rig = await RouterRig.StartAsync([.. Webhook.Where(setting => !setting.Item1.EndsWith($":{which}", StringComparison.Ordinal)), ($"Units:Deliveries:DJBM:{which}", secret)]);
        var fault = Assert.Throws<OptionsValidationException>(() => rig.Get<IOptions<UnitOptions>>().Value);
        Assert.Contains($"Units:Deliveries:DJBM:{which} must be a Standard Webhooks secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_sends_a_range_again_in_the_order_of_each_report_under_the_ids_they_had()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        await rig.AssignedAsync("early");
        await rig.PushDueAsync();
        rig.Clock.Advance(TimeSpan.FromDays(1));
        var from = rig.Clock.GetUtcNow();
        await rig.AssignedAsync("r-1");
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1"));
        await rig.PushDueAsync();
        await rig.PushDueAsync();
        rig.Clock.Advance(TimeSpan.FromDays(1));
        var (desk, span) = (rig.Get<UnitWebhookDesk>(), new ReplaySpan(from, rig.Clock.GetUtcNow()));
        var first = rig.Endpoint.Pushed.Skip(1).Select(push => push.MessageId).ToList();

        Assert.Equal(2, await desk.CountAsync("DJBM", span, default));
        Assert.Equal(2, await desk.ReplayAsync("DJBM", span, ("sari", "basis data unit pulih"), default));
        await rig.PushDueAsync();
        await rig.PushDueAsync();
        await rig.PushDueAsync();

        Assert.Equal(first, rig.Endpoint.Pushed.Skip(3).Select(push => push.MessageId));
        Assert.Contains(await rig.AllAsync<OperatorAct>(), act => act is { Verb: "units.webhook.replay", Count: 2 });
    }

    [Fact]
    public async Task The_words_of_a_report_that_went_elsewhere_are_neither_pushed_nor_replayed()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        var report = (await rig.AssignedAsync("r-1")).Id;
        await rig.PushDueAsync();
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1"));
        await rig.SqlAsync($"UPDATE reports SET unit = 'DJSDA' WHERE id = {report}");
        await rig.PushDueAsync();

        Assert.Single(rig.Endpoint.Pushed);
        Assert.Contains(await rig.AllAsync<UnitDelivery>(), row => row.Fault?.StartsWith("moved", StringComparison.Ordinal) is true && row.RefusedAt is not null);
        Assert.Equal(0, await rig.Get<UnitWebhookDesk>().CountAsync("DJBM", new ReplaySpan(RouterRig.Start, RouterRig.Start.AddDays(1)), default));
    }

    [Fact]
    public async Task An_event_without_the_reporter_s_words_reaches_also_who_never_had_the_report()
    {
        await using var rig = await RouterRig.StartAsync(Webhook);
        var report = (await rig.AssignedAsync("r-1")).Id;
        await rig.PushDueAsync();
        var body = JsonSerializer.Serialize(new { type = "id.go.pu.hub.report.deadline.v1" });
        await rig.SqlAsync($"UPDATE reports SET unit = 'DJSDA' WHERE id = {report}");
        await rig.SqlAsync($"UPDATE unit_deliveries SET body = {body}, delivered_at = NULL");
        await rig.PushDueAsync();

        Assert.Equal(body, Encoding.UTF8.GetString(rig.Endpoint.Pushed.Last().Body.Span));
        Assert.Equal(1, await rig.Get<UnitWebhookDesk>().CountAsync("DJBM", new ReplaySpan(RouterRig.Start, RouterRig.Start.AddDays(1)), default));
    }

    private static async Task<UnitWebhookLine> LineAsync(RouterRig rig) => Assert.Single(await rig.Get<UnitWebhookDesk>().ListAsync(default));
}
