using System.Text;
using System.Text.Json.Nodes;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using Hub.Testing.Interfaces;

namespace Hub.Router.Tests.Interfaces;

/// <summary>Units of the release before against the hub of today, and their events against its records.</summary>
public class OldUnitTests
{
    [Fact]
    public async Task An_old_unit_reads_what_the_hub_writes_today_and_it_fits_the_released_schema()
    {
        await using var rig = await RouterRig.StartAsync(("Units:Default", "Queue"));
        await rig.ReadAsync(Items.Report("r-1"));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        await rig.ReadAsync(Items.FollowUp("f-1", "r-1"));
        var report = await rig.ReportAsync("r-1");

        var bodies = (await rig.AllAsync<UnitEvent>()).OrderBy(row => row.Id).Select(row => row.Body).ToList();
        var assigned = ReleasedUnit.Read<ReleasedAssignment>(bodies[0]);
        var amended = ReleasedUnit.Read<ReleasedAmendment>(bodies[1]);

        Assert.Equal((UnitPosts.AssignedType, report.Number, report.Id), (assigned.Type, assigned.Subject, assigned.Data.ReportId));
        Assert.Equal((UnitPosts.AmendedType, report.Id), (amended.Type, amended.Data.ReportId));
        Assert.Empty(SchemaCheck.Faults(InterfaceFolder.Json("released/v1/schemas/assigned.v1.json"), JsonNode.Parse(bodies[0])));
        Assert.Empty(SchemaCheck.Faults(InterfaceFolder.Json("released/v1/schemas/amended.v1.json"), JsonNode.Parse(bodies[1])));
    }

    [Fact]
    public void Released_events_are_read_by_the_records_of_today()
    {
        Assert.Equal("LP-2026-000123", Read<UnitAssignment>("assigned.v1").Number);
        Assert.Equal("LP-2026-000123", Read<UnitAmendment>("amended.v1").Number);
        Assert.Equal("response", ReadPlainly<UnitDeadline>("deadline.v1").Clock);
        Assert.Equal("PU-BPJT", ReadPlainly<UnitAnswerRefused>("answer-refused.v1").Unit);
        Assert.Equal("PU-BM", ReadPlainly<UnitMoved>("moved.v1").To);
        Assert.Equal("answered", Read<UnitStatus>("status.v1").Status);
    }

    [Fact]
    public void An_old_unit_reads_the_released_examples()
    {
        Assert.NotEmpty(ReleasedUnit.Read<ReleasedAssignment>(Example("assigned.v1")).Data.Attachments);
        Assert.Equal("warning", ReleasedUnit.Read<ReleasedDeadline>(Example("deadline.v1")).Data.Step);
    }

    [Fact]
    public async Task An_old_unit_s_status_is_taken_today()
    {
        await using var rig = await RouterRig.StartAsync(("Units:Default", "Queue"));
        await rig.ReadAsync(Items.Report("r-1"));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        var report = await rig.ReportAsync("r-1");
        var said = Example("status.v1").Replace("0199c0de-0000-7000-8000-000000000001", report.Id.ToString(), StringComparison.Ordinal).Replace("PU-BPJT", report.Unit, StringComparison.Ordinal);

        await rig.Get<UnitStatusMail>().TakeAsync([new UnitMail("message", Encoding.UTF8.GetBytes(said))], default);

        Assert.Equal(ReportState.Answered, (await rig.ReportAsync("r-1")).State);
        Assert.Empty(await rig.AllAsync<QuarantineEntry>());
    }

    [Fact]
    public void Attributes_that_nobody_knows_survive_a_round_trip()
    {
        var written = JsonNode.Parse(Example("assigned.v1"))!;
        written["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        written["madeup"] = new JsonObject { ["deep"] = new JsonArray(1, "dua") };

        var again = JsonNode.Parse(RouterJson.Write(RouterJson.Read<CloudEvent<UnitAssignment>>(written.ToJsonString())!))!;

        Assert.True(JsonNode.DeepEquals(written["traceparent"], again["traceparent"]));
        Assert.True(JsonNode.DeepEquals(written["madeup"], again["madeup"]));
        Assert.True(JsonNode.DeepEquals(written["data"], again["data"]), again.ToJsonString());
    }

    private static T Read<T>(string file) => RouterJson.Read<CloudEvent<T>>(Example(file))!.Data!;

    private static T ReadPlainly<T>(string file) => System.Text.Json.JsonSerializer.Deserialize<CloudEvent<T>>(Example(file), System.Text.Json.JsonSerializerOptions.Web)!.Data!;

    private static string Example(string file) => InterfaceFolder.Text($"released/v1/examples/{file}.json");
}
