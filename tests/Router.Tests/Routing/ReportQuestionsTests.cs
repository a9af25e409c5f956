using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Routing.Questions;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Router.Tests.Routing;

public sealed class ReportQuestionsTests
{
    private static readonly (string, string) Asking = (RouterRig.AskOn, RouterRig.Channel);

    [Fact]
    public async Task A_reporter_is_asked_once_whoever_routes_and_however_often()
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        var report = await RoutedAsync(rig);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => rig.Get<ReportRouting>().RouteAsync([report.Id], default))));

        report = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Triage, "Menunggu jawaban pelapor: Di mana, dan jalan siapa?"), (report.State, report.Reason));
        var asked = Assert.Single(await rig.LedgerAsync(report.Id), row => row.State is ReportState.WaitingReporter);
        Assert.Equal(("Di mana, dan jalan siapa?", false), (asked.PublicNote, asked.IsWordedByHub));
        Assert.Single(await rig.AllAsync<ReportQuestion>());
        var decision = Assert.Single(await rig.AllAsync<Assignment>());
        Assert.Equal(("Triage", RigKnowledge.Roads), (decision.Outcome, decision.SuggestedUnit));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_asks_nobody_twice()
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        await rig.ReadAsync(Items.Report("r-1"));
        var id = (await rig.ReportAsync("r-1")).Id;
        rig.Faults.AfterCommitOnce = new TransientFault();

        await rig.Get<ReportRouting>().RouteAsync([id], default);
        await rig.Get<ReportRouting>().RouteAsync([id], default);

        Assert.Single(await rig.AllAsync<ReportQuestion>());
        Assert.Single(await rig.LedgerAsync(id), row => row.State is ReportState.WaitingReporter);
    }

    [Fact]
    public async Task Nobody_is_asked_on_a_channel_that_is_not_named()
    {
        await using var rig = await RouterRig.StartAsync((RouterRig.AskOn, RouterRig.Quiet));

        Assert.Equal((ReportState.Assigned, RigKnowledge.Roads), await WhereAsync(rig));
        Assert.Empty(await rig.AllAsync<ReportQuestion>());
    }

    [Theory]
    [InlineData("Ada jalan rusak, jalan nasional", ReportState.Assigned, RigKnowledge.Roads)]
    [InlineData("sungai meluap", ReportState.Assigned, RigKnowledge.Water)]
    [InlineData("Pegawai minta suap untuk jalan rusak", ReportState.Assigned, RigKnowledge.Inspectorate)]
    [InlineData("Tolong", ReportState.Triage, null)]
    public async Task Nothing_is_asked_when_the_owner_is_known_the_matter_is_restricted_or_no_question_fits(string text, ReportState state, string? unit)
    {
        await using var rig = await RouterRig.StartAsync(Asking);

        Assert.Equal((state, unit), await WhereAsync(rig, text));
        Assert.Empty(await rig.AllAsync<ReportQuestion>());
    }

    [Theory]
    [InlineData("Itu jalan nasional", ReportState.Assigned)]
    [InlineData("Itu jalan desa", ReportState.NotOurs)]
    [InlineData("Kurang tahu", ReportState.Assigned)]
    public async Task The_answer_routes_the_report_on_the_added_words(string answer, ReportState state)
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        await RoutedAsync(rig);
        await AnswerAsync(rig, "f-1", answer, TimeSpan.FromHours(5));

        Assert.Equal(state, (await AgainAsync(rig)).State);
        Assert.NotNull(Assert.Single(await rig.AllAsync<ReportQuestion>()).AnsweredAt);
    }

    [Fact]
    public async Task Thanks_and_words_from_before_the_question_are_no_answer()
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        await RoutedAsync(rig);

        await AnswerAsync(rig, "f-1", "Terima kasih", TimeSpan.FromMinutes(20));
        await AnswerAsync(rig, "f-2", "Lubangnya dalam", TimeSpan.FromMinutes(1));
        Assert.Equal(ReportState.Triage, (await AgainAsync(rig)).State);

        await AnswerAsync(rig, "f-3", "Jalan nasional", TimeSpan.FromMinutes(2));
        Assert.Equal(ReportState.Assigned, (await AgainAsync(rig)).State);
    }

    [Fact]
    public async Task A_greeting_that_waits_in_triage_is_asked_there_once_its_words_come()
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        await RoutedAsync(rig, "Tolong");
        await AnswerAsync(rig, "f-1", "Ada jalan rusak", TimeSpan.FromMinutes(1));

        var report = await AgainAsync(rig);
        await AgainAsync(rig);

        Assert.StartsWith("Menunggu jawaban", report.Reason, StringComparison.Ordinal);
        Assert.Single(await rig.LedgerAsync(report.Id), row => row.State is ReportState.WaitingReporter);
        Assert.Equal(["Triage", "Triage"], (await rig.AllAsync<Assignment>()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task A_question_without_an_answer_is_for_the_desk_after_three_working_days_and_nothing_is_guessed()
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        var report = await RoutedAsync(rig);
        var sweep = new QuestionSweep(rig.Get<HubStore>(), rig.Get<ReportChanges>(), rig.Get<Leases>(), rig.Time, NullLogger<QuestionSweep>.Instance);

        rig.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await sweep.RunAsync(default));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await sweep.RunAsync(default));
        Assert.Equal(0, await sweep.RunAsync(default));

        report = await AgainAsync(rig);
        Assert.Equal(ReportState.Triage, report.State);
        Assert.StartsWith("Pelapor tidak menjawab", report.Reason, StringComparison.Ordinal);
        Assert.Single(await rig.AllAsync<TimelineEntry>(), line => line.Text.StartsWith("Pelapor tidak menjawab", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chat_message_a_day_later_answers_the_question_and_opens_no_report()
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        await rig.ReadAsync(Items.Chat("r-1", "warga-1", RouterRig.Start));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);

        rig.Clock.Advance(TimeSpan.FromHours(30));
        await rig.ReadAsync(Items.Chat("r-2", "warga-1", RouterRig.Start.AddHours(30), "Jalan nasional"));

        Assert.Equal(ReportState.Assigned, (await AgainAsync(rig)).State);
        Assert.Single(await rig.AllAsync<Report>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Alun-alun")]
    public async Task A_place_on_the_map_answers_the_question_and_a_picture_alone_does_not(string? placeBefore)
    {
        await using var rig = await RouterRig.StartAsync(Asking);
        await rig.ReadAsync(Items.Chat("r-1", "warga-1", RouterRig.Start) with { Place = placeBefore is null ? null : new ReportPlace(placeBefore) });
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        rig.Clock.Advance(TimeSpan.FromHours(1));

        await rig.ReadAsync(Items.Chat("r-2", "warga-1", RouterRig.Start.AddHours(1), "") with { Attachments = [new InboundAttachment("f-1", "image/jpeg")] });
        Assert.Equal(ReportState.Triage, (await AgainAsync(rig)).State);

        var hints = (await rig.AllAsync<OutboxMessage>()).Count(message => message.Queue == HubQueues.RouteReport);
        await rig.ReadAsync(Items.Chat("r-3", "warga-1", RouterRig.Start.AddHours(1), "") with { Place = new ReportPlace(null, Latitude: -6.2, Longitude: 106.8) });

        Assert.Equal(hints + 1, (await rig.AllAsync<OutboxMessage>()).Count(message => message.Queue == HubQueues.RouteReport));
        var report = await AgainAsync(rig);
        Assert.Equal((ReportState.Assigned, -6.2), (report.State, report.ReadPlace()?.Latitude));
        Assert.NotNull(Assert.Single(await rig.AllAsync<ReportQuestion>()).AnsweredAt);
    }

    private static async Task<(ReportState State, string? Unit)> WhereAsync(RouterRig rig, string text = Items.RoadText)
    {
        var report = await RoutedAsync(rig, text);
        return (report.State, report.Unit);
    }

    private static async Task<Report> RoutedAsync(RouterRig rig, string text = Items.RoadText)
    {
        await rig.ReadAsync(Items.Report("r-1", text));
        return await AgainAsync(rig);
    }

    private static async Task<Report> AgainAsync(RouterRig rig)
    {
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        return await rig.ReportAsync("r-1");
    }

    private static async Task AnswerAsync(RouterRig rig, string id, string text, TimeSpan after) =>
        await rig.ReadAsync(Items.FollowUp(id, "r-1", text) with { OccurredAt = RouterRig.Start + after });
}
