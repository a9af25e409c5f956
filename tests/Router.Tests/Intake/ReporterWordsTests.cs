using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public sealed class ReporterWordsTests
{
    private static readonly DateTimeOffset Asked = RouterRig.Start.AddHours(1);

    [Theory]
    [InlineData("Di depan nomor 7", 60, ReportState.InProgress)]
    [InlineData("Baik pak, di depan nomor 7", 60, ReportState.InProgress)]
    [InlineData("Di depan nomor 7", -1, ReportState.InProgress)] // channels date by whole seconds
    [InlineData("Di depan nomor 7", -60, ReportState.WaitingReporter)]
    [InlineData("Baik pak, terima kasih", 60, ReportState.WaitingReporter)]
    [InlineData("👍", 60, ReportState.WaitingReporter)]
    public async Task A_unit_s_question_is_answered_by_what_is_said_after_it_other_than_thanks(string text, int seconds, ReportState state)
    {
        await using var rig = await WaitingAsync();

        await rig.ReadAsync(Items.Chat("m-2", "budi", Asked.AddSeconds(seconds), text));

        var report = await rig.ReportAsync("m-1");
        Assert.Equal(state, report.State);
        Assert.True(report.StateAt >= Asked);
        Assert.Equal(text, Assert.Single(await rig.AllAsync<Contribution>()).Text);
    }

    [Fact]
    public async Task A_picture_without_words_is_an_answer_to_a_unit()
    {
        await using var rig = await WaitingAsync();

        await rig.ReadAsync(Items.Chat("m-2", "budi", Asked.AddMinutes(5), "") with { Attachments = [new InboundAttachment("f-1", "image/jpeg")] });

        Assert.Equal(ReportState.InProgress, (await rig.ReportAsync("m-1")).State);
    }

    [Fact]
    public async Task A_place_is_an_answer_to_a_unit()
    {
        await using var rig = await WaitingAsync();

        await rig.ReadAsync(Items.Chat("m-2", "budi", Asked.AddMinutes(5), "") with { Place = new ReportPlace(null, Latitude: -6.2, Longitude: 106.8) });

        Assert.Equal(ReportState.InProgress, (await rig.ReportAsync("m-1")).State);
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("revoke")]
    public async Task A_change_of_an_old_message_answers_nothing(string kind)
    {
        await using var rig = await WaitingAsync();

        await rig.ReadAsync(new InboundSignal("$", "e-1", Asked.AddMinutes(5), kind, "m-1") { Text = "Jalan rusak parah" });

        Assert.Single(await rig.AllAsync<Contribution>());
        Assert.Equal(ReportState.WaitingReporter, (await rig.ReportAsync("m-1")).State);
    }

    private static async Task<RouterRig> WaitingAsync()
    {
        var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", RouterRig.Start));
        var report = await rig.ReportAsync("m-1");
        foreach (var state in new[] { ReportState.Assigned, ReportState.WaitingReporter })
        {
            await rig.WriteAsync((write, token) => rig.Get<ReportChanges>().ApplyAsync(write, report.Id, new StateChange(state, "test", "", Asked), token));
        }

        return rig;
    }
}
