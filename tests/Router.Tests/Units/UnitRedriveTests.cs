using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

public class UnitRedriveTests
{
    private static readonly (string, string)[] ByQueue = [("Units:Default", "Queue")];

    [Fact]
    public async Task What_no_unit_has_proved_to_have_leaves_again_as_it_was_and_never_twice_at_once()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        var report = await AssignedAsync(rig, "r-1");
        var first = Assert.Single(await EventsAsync(rig));

        Assert.Equal(0, await rig.Get<UnitRedrive>().AllAsync(default));
        await SentAsync(rig);
        Assert.Equal(1, await rig.Get<UnitRedrive>().AllAsync(default));
        Assert.Equal(0, await rig.Get<UnitRedrive>().AllAsync(default));

        var again = Assert.Single(await EventsAsync(rig));
        Assert.Equal((first.Id, first.Body, first.Queue, first.OrderKey, first.Sequence), (again.Id, again.Body, again.Queue, again.OrderKey, again.Sequence));
        Assert.Equal(report, again.OrderKey);
    }

    [Fact]
    public async Task Only_the_unit_that_is_named_is_served_and_the_person_is_written_down()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await AssignedAsync(rig, "r-1");
        await AssignedAsync(rig, "r-2", "Air sungai meluap ke rumah");
        await SentAsync(rig);

        Assert.Equal(1, await rig.Get<UnitRedrive>().CountAsync(RigKnowledge.Water, default));
        Assert.Equal(1, await rig.Get<UnitRedrive>().OfAsync(RigKnowledge.Water, ("petugas", "antrean dikosongkan"), default));

        Assert.Equal(HubQueues.UnitInbox(RigKnowledge.Water), Assert.Single(await EventsAsync(rig)).Queue);
        var act = Assert.Single(await rig.AllAsync<OperatorAct>());
        Assert.Equal(("petugas", "units.resend", RigKnowledge.Water, 1), (act.By, act.Verb, act.Subject, act.Count));
    }

    [Fact]
    public async Task A_word_of_the_unit_proves_what_it_had_long_enough_and_nothing_younger()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        var report = await AssignedAsync(rig, "r-1");
        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1"));
        await SentAsync(rig);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync(rig, report, "acknowledged");
        await SentAsync(rig);

        Assert.Equal(1, await rig.Get<UnitRedrive>().AllAsync(default));
        Assert.Contains(UnitPosts.AmendedType, Assert.Single(await EventsAsync(rig)).Body, StringComparison.Ordinal);
        Assert.Equal(1, await rig.Get<UnitRedrive>().TidyAsync(default));
        Assert.Single(await rig.AllAsync<UnitEvent>());

        await SentAsync(rig);
        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await SayAsync(rig, report, "in_progress");
        Assert.Equal(0, await rig.Get<UnitRedrive>().AllAsync(default));
        Assert.Equal(1, await rig.Get<UnitRedrive>().TidyAsync(default));
        Assert.Empty(await rig.AllAsync<UnitEvent>());
    }

    [Fact]
    public async Task A_report_that_ended_or_went_elsewhere_is_not_sent_again()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await AssignedAsync(rig, "r-1");
        await SentAsync(rig);
        await rig.ReadAsync(Items.Status("s-1", "r-1", "ditutup", ReportState.Closed, RouterRig.Start.AddMinutes(1)));
        await SentAsync(rig);

        Assert.Equal(ReportState.Closed, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(0, await rig.Get<UnitRedrive>().AllAsync(default));
    }

    [Fact]
    public async Task A_silent_unit_gets_its_event_again_after_a_day_then_after_two_and_a_speaking_one_does_not()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await AssignedAsync(rig, "r-1");
        var spoken = await AssignedAsync(rig, "r-2");
        await SentAsync(rig);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync(rig, spoken, "acknowledged");
        await SentAsync(rig);

        Assert.Equal([0, 1, 0, 1], await CountsAsync(rig, 23, 1, 47, 1));
    }

    [Fact]
    public async Task An_event_too_large_for_the_bus_is_cut_and_says_where_the_whole_of_it_is()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        var report = await AssignedAsync(rig, "r-1", $"{Items.RoadText} {new string('\u0001', 100_000)}{new string('ü', 200_000)}");
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1", new string('é', 300_000)));

        var events = (await EventsAsync(rig)).OrderBy(row => row.Sequence).Select(row => (Size: System.Text.Encoding.UTF8.GetByteCount(row.Body), Data: System.Text.Json.JsonDocument.Parse(row.Body).RootElement.GetProperty("data"))).ToList();

        Assert.Equal(2, events.Count);
        Assert.All(events, one => Assert.InRange(one.Size, 20_000, BusMessages.MostBytes));
        Assert.All(events, one => Assert.Equal($"/units/{RigKnowledge.Roads}/reports/{report}", one.Data.GetProperty("fullAt").GetString()));
        Assert.StartsWith(Items.RoadText, events[0].Data.GetProperty("text").GetString(), StringComparison.Ordinal);

        await rig.ReadAsync(Items.FollowUp("f-2", "r-1", "pendek"));
        Assert.DoesNotContain("fullAt", (await EventsAsync(rig)).MaxBy(row => row.Sequence)!.Body, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => rig.Get<BusMessages>().UnitEvent("X", report, new string('x', BusMessages.MostBytes + 1), (report, 1)));
    }

    private static async Task<List<int>> CountsAsync(RouterRig rig, params int[] hours)
    {
        List<int> counts = [];
        foreach (var pause in hours)
        {
            rig.Clock.Advance(TimeSpan.FromHours(pause));
            counts.Add(await rig.Get<UnitRedrive>().SilentAsync(default));
            await SentAsync(rig);
        }

        return counts;
    }

    private static async Task<Guid> AssignedAsync(RouterRig rig, string externalId, string text = Items.RoadText)
    {
        await rig.ReadAsync(Items.Report(externalId, text));
        var report = await rig.ReportAsync(externalId);
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        return report.Id;
    }

    private static async Task SayAsync(RouterRig rig, Guid report, string word) => Assert.IsType<UnitStatusResult.Taken>(await rig.Get<UnitStatusDesk>().SayAsync(
        RigKnowledge.Roads, rig.Get<HubIds>().Next().ToString(), new UnitStatus { ReportId = report, Unit = RigKnowledge.Roads, Status = word }, default));

    /// <summary>The broker has them all, and forgets.</summary>
    private static Task SentAsync(RouterRig rig) => rig.SqlAsync($"DELETE FROM outbox");

    private static async Task<List<OutboxMessage>> EventsAsync(RouterRig rig) => [.. (await rig.MessagesAsync()).Where(row => HubQueues.UnitOf(row.Queue) is not null)];
}
