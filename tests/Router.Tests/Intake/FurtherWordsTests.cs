using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Intake;

public class FurtherWordsTests
{
    private static readonly DateTimeOffset Start = RouterRig.Start;

    [Fact]
    public async Task A_greeting_waits_for_a_person_only_until_the_report_itself_comes()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start, "Selamat pagi"));
        var report = await rig.ReportAsync("m-1");
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("m-1")).State);

        await rig.ReadAsync(Items.Chat("m-2", "budi", Start.AddSeconds(20), "Sungai meluap di kampung kami"));
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);

        var now = await rig.ReportAsync("m-1");
        Assert.Equal((ReportState.Assigned, RigKnowledge.Water, "Selamat pagi\nSungai meluap di kampung kami"), (now.State, now.Unit, now.Text));
    }

    [Fact]
    public async Task Further_words_are_a_message_to_the_router()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start, "Selamat pagi"));

        await rig.ReadAsync(Items.Chat("m-2", "budi", Start.AddSeconds(20), "Sungai meluap"));

        Assert.Equal(2, (await rig.AllAsync<OutboxMessage>()).Count(message => message.Queue == HubQueues.RouteReport));
    }

    [Fact]
    public async Task A_place_that_comes_after_the_words_is_a_message_to_the_router_and_the_next_place_is_none()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start, "Mohon bantuannya"));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("m-1")).Id], default);
        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("m-1")).State);

        await rig.ReadAsync(Pin("m-2", -6.2));
        await rig.ReadAsync(Pin("m-3", -7.8));

        Assert.Equal(2, (await rig.AllAsync<OutboxMessage>()).Count(message => message.Queue == HubQueues.RouteReport));
        Assert.Equal(-6.2, (await rig.ReportAsync("m-1")).ReadPlace()?.Latitude);
        Assert.Contains("Mohon bantuannya", Assert.Single(await rig.AllAsync<Assignment>()).Facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_for_a_report_that_a_unit_has_leaves_it_there()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("m-1")).Id], default);

        await rig.ReadAsync(Pin("m-2", -6.2));

        Assert.Equal((ReportState.Assigned, RigKnowledge.Roads), (await rig.ReportAsync("m-1")) is var report ? (report.State, report.Unit) : default);
        Assert.Single(await rig.AllAsync<OutboxMessage>(), message => message.Queue == HubQueues.RouteReport);
    }

    [Fact]
    public async Task What_a_unit_returned_stays_with_the_person_whatever_the_citizen_adds()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start));
        var report = await rig.ReportAsync("m-1");
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        var returned = new Contracts.Messages.UnitStatus { ReportId = report.Id, Status = "returned", Reason = "Bukan ruas kami." };
        await rig.Get<UnitStatusDesk>().SayAsync(RigKnowledge.Roads, "e-1", returned, default);

        await rig.ReadAsync(Items.Chat("m-2", "budi", Start.AddSeconds(20), "Jalan rusak sekali"));
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);

        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("m-1")).State);
    }

    [Fact]
    public async Task Words_for_a_report_that_a_unit_has_do_not_change_it()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start));
        var report = await rig.ReportAsync("m-1");
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);

        await rig.ReadAsync(Items.Chat("m-2", "budi", Start.AddSeconds(20), "Sungai meluap"));

        Assert.Equal(report.Text, (await rig.ReportAsync("m-1")).Text);
    }

    private static InboundReport Pin(string id, double latitude) =>
        Items.Chat(id, "budi", Start.AddSeconds(20), "") with { Place = new ReportPlace(null, Latitude: latitude, Longitude: 106.8), Thread = new ChatThread(null, false) };
}
