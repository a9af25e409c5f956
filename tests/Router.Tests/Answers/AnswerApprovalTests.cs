using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Answers;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using Microsoft.Extensions.Options;

namespace Hub.Router.Tests.Answers;

public sealed class AnswerApprovalTests
{
    private const string Words = "Lubang ditambal pada 3 Maret.";

    private static readonly OperatorWord Rina = new("rina", "Sudah diperiksa");

    [Fact]
    public async Task An_answer_of_such_a_unit_waits_and_the_report_stays()
    {
        await using var rig = await StartAsync();
        var report = await rig.AssignedAsync();
        var before = (await rig.LedgerAsync(report.Id)).Count;

        var said = Assert.IsType<UnitStatusResult.Taken>(await rig.SaysAsync(report, "answered", Words, inner: "Biaya dari sisa lelang"));

        Assert.Equal((ReportState.Assigned, true), (said.State, said.IsHeld));
        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(before, (await rig.LedgerAsync(report.Id)).Count);
        var held = Assert.Single(await rig.Get<AnswerDesk>().ListAsync(all: false, null, 10, default));
        Assert.Equal((report.Number, RigKnowledge.Roads, ReportState.Answered, Words), (held.Number, held.Unit, held.State, held.PublicNote));
        Assert.Contains(await rig.HistoryAsync(report.Id), line => line.Kind == "answer");
        rig.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(new HeldPulse(1, 10_800), await rig.Get<AnswerDesk>().PulseAsync(default));
    }

    [Fact]
    public async Task Words_without_a_note_and_those_of_other_units_go_at_once()
    {
        await using var rig = await StartAsync();
        var (report, other) = (await rig.AssignedAsync(), await rig.AssignedAsync("r-2", "sungai meluap di kampung kami"));

        await rig.SaysAsync(report, "in_progress", note: null);
        await rig.SaysAsync(other, "answered", Words);

        Assert.Equal([ReportState.InProgress, ReportState.Answered], [(await rig.ReportAsync("r-1")).State, (await rig.ReportAsync("r-2")).State]);
        Assert.Empty(await rig.AllAsync<HeldAnswer>());
    }

    [Fact]
    public async Task An_approved_answer_goes_out_with_the_units_time_though_the_unit_worked_on()
    {
        await using var rig = await StartAsync();
        var report = await rig.AssignedAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        var said = rig.Clock.GetUtcNow();
        await rig.SaysAsync(report, "answered", Words, inner: "Biaya dari sisa lelang");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.SaysAsync(report, "in_progress", note: null);
        rig.Clock.Advance(TimeSpan.FromHours(1));

        var done = Assert.IsType<AnswerResult.Done>(await ApproveAsync(rig));

        Assert.Equal(ReportState.Answered, done.State);
        var now = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Answered, said), (now.State, now.StateAt));
        var told = (await rig.LedgerAsync(report.Id))[^1];
        Assert.Equal((ReportState.Answered, Words, said), (told.State, told.PublicNote, told.OccurredAt));
        var history = await rig.HistoryAsync(report.Id);
        Assert.Contains(history, line => line is { Kind: "state", State: ReportState.Answered, By: RigKnowledge.Roads } && line.Text.Contains("sisa lelang", StringComparison.Ordinal));
        Assert.Contains(history, line => line is { Kind: "answer", By: "rina" });
        Assert.Equal(("answers.approve", report.Number), (await rig.AllAsync<OperatorAct>()).Select(act => (act.Verb, act.Subject)).Single());
        Assert.DoesNotContain(await rig.LedgerAsync(report.Id), row => row.PublicNote.Contains("lelang", StringComparison.Ordinal));

        Assert.IsType<AnswerResult.DecidedBefore>(await ApproveAsync(rig));
        Assert.IsType<AnswerResult.Refused>(await RefuseAsync(rig));
        Assert.Single(await rig.LedgerAsync(report.Id), row => row.State is ReportState.Answered);
        Assert.Equal(new HeldPulse(0, 0), await rig.Get<AnswerDesk>().PulseAsync(default));
    }

    [Fact]
    public async Task A_refused_answer_stays_inside_and_its_unit_is_told_why()
    {
        await using var rig = await StartAsync(("Units:Default", "Queue"));
        var report = await rig.AssignedAsync();
        await rig.SaysAsync(report, "answered", Words);

        Assert.IsType<AnswerResult.Done>(await RefuseAsync(rig));

        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-1")).State);
        Assert.DoesNotContain(await rig.LedgerAsync(report.Id), row => row.State is ReportState.Answered);
        var sent = (await rig.MessagesAsync()).Where(message => message.Queue == HubQueues.UnitInbox(RigKnowledge.Roads)).MaxBy(message => message.Id)!;
        var refused = RouterJson.Read<CloudEvent<UnitAnswerRefused>>(sent.Body)!;
        Assert.Equal(("id.go.pu.hub.report.answer.refused.v1", report.Id, RigKnowledge.Roads, "Sudah diperiksa"), (refused.Type, refused.Data!.ReportId, refused.Data.Unit, refused.Data.Reason));
        Assert.DoesNotContain("rina", sent.Body);
        Assert.IsType<AnswerResult.Refused>(await ApproveAsync(rig));
    }

    [Fact]
    public async Task Two_people_who_decide_at_once_decide_once()
    {
        await using var rig = await StartAsync();
        var report = await rig.AssignedAsync();
        await rig.SaysAsync(report, "answered", Words);
        var id = (await rig.AllAsync<HeldAnswer>()).Single().Id;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => rig.Get<AnswerActs>().ApproveAsync(id, Rina, default))));

        Assert.Single(await rig.LedgerAsync(report.Id), row => row.State is ReportState.Answered);
        Assert.Single(await rig.AllAsync<OperatorAct>());
    }

    [Fact]
    public async Task What_cannot_go_out_any_more_is_not_approved_and_waits_for_a_refusal()
    {
        await using var rig = await StartAsync();
        var report = await rig.AssignedAsync();
        await rig.SaysAsync(report, "answered", Words);
        await rig.ClosesAsync("r-1");

        Assert.Contains("has ended", Assert.IsType<AnswerResult.Refused>(await ApproveAsync(rig)).Reason);
        Assert.Single(await rig.Get<AnswerDesk>().ListAsync(all: false, null, 10, default));
        Assert.IsType<AnswerResult.Done>(await RefuseAsync(rig));
        Assert.IsType<AnswerResult.NoAnswer>(await rig.Get<AnswerActs>().ApproveAsync(Guid.Empty, Rina, default));
    }

    [Fact]
    public async Task Answers_of_one_report_are_decided_in_their_order()
    {
        await using var rig = await StartAsync();
        var report = await rig.AssignedAsync();
        await rig.SaysAsync(report, "in_progress", "Tim kami sedang bekerja.");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.SaysAsync(report, "answered", Words);
        var held = await rig.Get<AnswerDesk>().ListAsync(all: false, null, 10, default);

        Assert.Contains("earlier", Assert.IsType<AnswerResult.Refused>(await rig.Get<AnswerActs>().ApproveAsync(held[1].Id, Rina, default)).Reason);
        await rig.Get<AnswerActs>().ApproveAsync(held[0].Id, Rina, default);
        await rig.Get<AnswerActs>().ApproveAsync(held[1].Id, Rina, default);

        Assert.Equal([ReportState.InProgress, ReportState.Answered], (await rig.LedgerAsync(report.Id)).TakeLast(2).Select(row => row.State));
    }

    [Fact]
    public async Task An_answer_that_fails_the_check_changes_nothing_and_may_be_said_again_under_its_id()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        var status = new UnitStatus { ReportId = report.Id, Status = "answered", PublicNote = "Hubungi 081234567890" };
        var desk = rig.Get<UnitStatusDesk>();

        var refused = Assert.IsType<UnitStatusResult.Unusable>(await desk.SayAsync(RigKnowledge.Roads, "e-1", status, default));

        Assert.Contains("telephone", refused.Reason);
        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-1")).State);
        Assert.Empty(await rig.AllAsync<UnitMessage>());
        Assert.Contains(await rig.HistoryAsync(report.Id), line => line is { Kind: "answer", State: ReportState.Answered } && line.Text.Contains("telephone", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Logs.Lines, line => line.Contains("081234567890", StringComparison.Ordinal));
        Assert.Equal(new UnitStatusResult.Taken(ReportState.Answered), await desk.SayAsync(RigKnowledge.Roads, "e-1", status with { PublicNote = Words }, default));
    }

    [Fact]
    public async Task A_note_is_as_long_as_its_channel_takes_for_a_citizen_who_was_silent()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Sink.Capabilities = new ChannelCapabilities(TestSink.Everything, false, 500) { AfterSilence = new SilentNote(TimeSpan.FromHours(23), 100) };
        var report = await rig.AssignedAsync();
        var words = string.Join(' ', Enumerable.Repeat("Perbaikan berjalan.", 10));

        Assert.IsType<UnitStatusResult.Unusable>(await rig.SaysAsync(report, "in_progress", string.Concat(words, words, words)));
        Assert.IsType<UnitStatusResult.Taken>(await rig.SaysAsync(report, "in_progress", words));
        rig.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Contains("takes 100", Assert.IsType<UnitStatusResult.Unusable>(await rig.SaysAsync(report, "answered", words)).Reason);
        Assert.IsType<UnitStatusResult.Taken>(await rig.SaysAsync(report, "answered", Words));
    }

    [Fact]
    public async Task The_reporters_own_name_may_stand_in_the_answer_unless_it_is_hidden()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1") with { Reporter = Items.Person("budi") with { Name = "Budi Santoso" } });
        await rig.ReadAsync(Items.Report("r-2") with { Reporter = Items.Person("tono") with { Name = "Tono Hartono" }, Sensitivity = new Sensitivity(true, false) });
        var (named, hidden) = (await rig.AssignedAsync(), await rig.AssignedAsync("r-2"));

        Assert.IsType<UnitStatusResult.Taken>(await rig.SaysAsync(named, "answered", "Yth. Bapak Budi Santoso, lubang sudah ditambal."));
        Assert.IsType<UnitStatusResult.Unusable>(await rig.SaysAsync(hidden, "answered", "Yth. Bapak Tono Hartono, lubang sudah ditambal."));
    }

    [Fact]
    public async Task A_unit_that_does_not_exist_cannot_be_configured()
    {
        await using var rig = await StartAsync(("Answers:ApprovalFor:1", "TIDAK-ADA"));

        var fault = Assert.Throws<OptionsValidationException>(() => rig.Get<IOptions<AnswerOptions>>().Value);

        Assert.Contains("TIDAK-ADA", fault.Message);
    }

    [Fact]
    public async Task The_citizen_s_time_to_reply_begins_when_the_answer_is_let_out_and_the_unit_s_ends_when_it_gave_it()
    {
        await using var rig = await StartAsync();
        var report = await rig.AssignedAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        var said = rig.Clock.GetUtcNow();
        await rig.SaysAsync(report, "answered", Words);
        rig.Clock.Advance(TimeSpan.FromDays(21));

        await ApproveAsync(rig);

        var clock = Assert.Single(await rig.AllAsync<ReportClock>());
        Assert.Equal(said, clock.CompletionAt);
        Assert.True(clock.CloseDue >= rig.Clock.GetUtcNow() + TimeSpan.FromDays(10), $"{clock.CloseDue}");
    }

    private static Task<RouterRig> StartAsync(params (string Key, string Value)[] more) => RouterRig.StartAsync([("Answers:ApprovalFor:0", RigKnowledge.Roads), .. more]);

    private static async Task<AnswerResult> ApproveAsync(RouterRig rig) => await rig.Get<AnswerActs>().ApproveAsync((await rig.AllAsync<HeldAnswer>()).Single().Id, Rina, default);

    private static async Task<AnswerResult> RefuseAsync(RouterRig rig) => await rig.Get<AnswerActs>().RefuseAsync((await rig.AllAsync<HeldAnswer>()).Single().Id, Rina, default);
}
