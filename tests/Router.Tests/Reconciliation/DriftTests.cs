using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;

namespace Hub.Router.Tests.Reconciliation;

public class DriftTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Old = Now.AddHours(-2);
    private static readonly DriftView View = new(Now.AddMinutes(-15), Now.AddMinutes(-15), Now.AddMinutes(-1));

    [Theory]
    [InlineData("4", "4", null)]
    [InlineData("5", "4", FindingClass.Differs)]
    [InlineData("10", "9", FindingClass.Differs)] // numbers, not texts
    [InlineData("3", "4", FindingClass.Differs)]
    [InlineData("b7", "a1", FindingClass.Differs)]
    [InlineData("b7", null, FindingClass.Differs)]
    public void A_version_that_the_hub_does_not_hold_is_a_difference(string theirs, string? ours, object? found) =>
        Assert.Equal((FindingClass?)found, (Judge(Entry(theirs), Held(ours)) as Drift.Found)?.Draft.Class);

    [Theory]
    [InlineData("5", "4", true)]
    [InlineData("b7", "a1", true)]
    [InlineData("3", "4", false)] // the hub keeps the newer one; a person asks why
    public void Only_what_brings_the_hub_forward_is_fetched_by_itself(string theirs, string ours, bool safe) =>
        Assert.Equal(safe, Found(Judge(Entry(theirs), Held(ours))).IsSafe);

    [Fact]
    public void A_change_that_no_poll_can_have_brought_is_late_and_one_that_polls_passed_over_differs()
    {
        var entry = Entry("5");

        Assert.Equal(FindingClass.Late, Found(Drift.Judge(entry, Held("4"), View with { PolledAt = Old.AddMinutes(-1) })).Class);
        Assert.Equal(FindingClass.Late, Found(Drift.Judge(entry, Held("4"), View with { PolledAt = null })).Class);
        Assert.Equal(FindingClass.Differs, Found(Drift.Judge(entry, Held("4"), View with { PolledAt = Old.AddMinutes(6) })).Class);
    }

    [Fact]
    public void What_is_young_or_unreadable_is_neither_found_nor_settled()
    {
        Assert.IsType<Drift.CannotTell>(Judge(Entry("5", Now.AddMinutes(-14)), Held("4")));
        Assert.IsType<Drift.CannotTell>(Judge(Entry("5", Now.AddMinutes(-14)), null));
        Assert.IsType<Drift.CannotTell>(Judge(Entry(null), Held("4")));
        Assert.IsType<Drift.CannotTell>(Judge(Entry("1", Now.AddMinutes(-14)) with { IsGone = true }, Held("1")));
    }

    [Fact]
    public void The_border_of_lateness_belongs_to_the_young_side()
    {
        var open = View with { To = Now };

        Assert.IsType<Drift.CannotTell>(Drift.Judge(Entry("1", View.LateBefore), null, open));
        Assert.IsType<Drift.Found>(Drift.Judge(Entry("1", View.LateBefore.AddTicks(-1)), null, open));
        Assert.IsType<Drift.CannotTell>(Drift.Judge(Entry("1", Old), null, View with { To = Old }));
    }

    [Fact]
    public void A_report_that_only_the_channel_has_is_missing_here_and_one_it_deleted_unseen_is_nothing()
    {
        var draft = Found(Judge(Entry("1"), null));

        Assert.Equal((FindingClass.MissingHere, true, null), (draft.Class, draft.IsSafe, draft.Number));
        Assert.IsType<Drift.None>(Judge(Entry("1") with { IsGone = true }, null));
    }

    [Theory]
    [InlineData(ReportState.InProgress, true)]
    [InlineData(ReportState.Triage, true)]
    [InlineData(ReportState.Withdrawn, false)]
    [InlineData(ReportState.Closed, false)]
    public void A_deletion_matters_while_the_hub_works_on_the_report(ReportState state, bool found)
    {
        Assert.Equal(found, Judge(Entry("2") with { IsGone = true }, Held("1", state)) is Drift.Found { Draft.IsSafe: true });
        Assert.Equal(found, Drift.NotShown(Held("1", state)) is Drift.Found { Draft: { Class: FindingClass.MissingThere, IsSafe: false } });
    }

    [Theory]
    [InlineData(ReportState.InProgress, true)]
    [InlineData(ReportState.Archived, false)]
    public void An_end_in_the_same_version_that_did_not_move_the_hub_is_for_a_person(ReportState state, bool found) =>
        Assert.Equal(found, Judge(Entry("4") with { State = ReportState.Closed, Word = "Ditutup" }, Held("4", state)) is Drift.Found { Draft.IsSafe: false });

    [Fact]
    public void A_word_that_changed_without_a_version_is_for_a_person_and_a_missing_word_says_nothing()
    {
        Assert.False(Found(Judge(Entry("4") with { Word = "Baru lagi" }, Held("4"))).IsSafe);
        Assert.IsType<Drift.None>(Judge(Entry("4") with { Word = "Baru" }, Held("4")));
        Assert.IsType<Drift.None>(Judge(Entry("4"), Held("4")));
    }

    private static Drift Judge(AuditEntry entry, HeldReport? held) => Drift.Judge(entry, held, View);

    private static FindingDraft Found(Drift drift) => Assert.IsType<Drift.Found>(drift).Draft;

    private static AuditEntry Entry(string? version, DateTimeOffset? at = null) => new("R-1", at ?? Old, at ?? Old) { ContentVersion = version };

    private static HeldReport Held(string? version, ReportState state = ReportState.InProgress) =>
        new(Guid.Empty, "LP-2026-000001", "R-1", state, version, "Baru", Old);
}
