using Hub.Simulators.Demo;
using Hub.Simulators.Units;

namespace Hub.Worker.Tests.Demo;

public sealed class DemoCheckTests
{
    private static readonly Guid First = Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-000000000001");
    private static readonly Guid Second = Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-000000000002");
    private static readonly Guid ReportId = Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-0000000000aa");

    [Fact]
    public void Two_sides_that_agree_add_up()
    {
        var verdict = DemoCheck.Compare(Agreeing());

        Assert.Empty(verdict.Problems);
        Assert.True(verdict.AddsUp);
        Assert.Equal("demo: reports=1 assigned=1 not_ours=0 triage=0 synced=1 lost=0 doubled=0", verdict.ToString());
    }

    [Fact]
    public void A_report_that_never_arrived_is_lost()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Sent = [.. facts.Sent, Sent("D-2", "sp4n", "9200002")] });

        Assert.False(verdict.AddsUp);
        Assert.Equal(1, verdict.Lost);
        Assert.Contains(verdict.Problems, problem => problem.Contains("D-2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_that_arrived_twice_is_doubled()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Hub = [.. facts.Hub, facts.Hub[0] with { Id = Second, Number = "LP-2026-000002" }] });

        Assert.False(verdict.AddsUp);
        Assert.Equal(1, verdict.Doubled);
    }

    [Fact]
    public void A_report_that_nobody_sent_does_not_add_up()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Hub = [.. facts.Hub, facts.Hub[0] with { ExternalId = "9299999", Statuses = [] }] });

        Assert.False(verdict.AddsUp);
        Assert.Contains(verdict.Problems, problem => problem.Contains("nobody sent", StringComparison.Ordinal));
    }

    [Fact]
    public void A_delivered_status_that_the_channel_does_not_have_is_lost()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Ledger = [facts.Ledger[1]] });

        Assert.False(verdict.AddsUp);
        Assert.Equal(1, verdict.Lost);
        Assert.Equal(0, verdict.Synced);
    }

    [Fact]
    public void One_operation_with_two_effects_is_doubled()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Ledger = [.. facts.Ledger, facts.Ledger[1]] });

        Assert.False(verdict.AddsUp);
        Assert.Equal(1, verdict.Doubled);
        Assert.Equal(0, verdict.Synced);
    }

    [Fact]
    public void Statuses_that_changed_places_do_not_add_up()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Ledger = [facts.Ledger[1], facts.Ledger[0]] });

        Assert.False(verdict.AddsUp);
        Assert.Contains(verdict.Problems, problem => problem.Contains("another order", StringComparison.Ordinal));
    }

    [Fact]
    public void An_operation_at_the_channel_that_the_hub_does_not_know_does_not_add_up()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Ledger = [.. facts.Ledger, facts.Ledger[1] with { OperationId = ReportId }] });

        Assert.False(verdict.AddsUp);
    }

    [Fact]
    public void An_answer_of_a_unit_that_the_channel_never_saw_is_lost()
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Ledger = [facts.Ledger[0], facts.Ledger[1] with { Text = "Laporan ditangani." }] });

        Assert.False(verdict.AddsUp);
        Assert.Equal(1, verdict.Lost);
    }

    [Theory]
    [InlineData("received", "not decided yet")]
    [InlineData("returned_by_unit", "sent back and not routed again")]
    [InlineData("word_of_tomorrow", "unknown word")]
    public void A_report_in_no_known_place_does_not_add_up(string state, string why)
    {
        var facts = Agreeing();

        var verdict = DemoCheck.Compare(facts with { Hub = [facts.Hub[0] with { State = state }] });

        Assert.False(verdict.AddsUp, why);
        Assert.Equal(0, verdict.Assigned + verdict.NotOurs + verdict.Triage);
    }

    [Theory]
    [InlineData("Assigned")]
    [InlineData("InProgress")]
    [InlineData("WaitingReporter")]
    public void A_report_that_its_unit_has_not_answered_does_not_add_up(string state)
    {
        var facts = Agreeing();

        Assert.False(DemoCheck.Compare(facts with { Hub = [facts.Hub[0] with { State = state }] }).AddsUp);
    }

    [Fact]
    public void A_report_without_an_explanation_does_not_add_up()
    {
        var facts = Agreeing();

        Assert.False(DemoCheck.Compare(facts with { Hub = [facts.Hub[0] with { Explained = false }] }).AddsUp);
    }

    [Fact]
    public void A_report_with_a_status_still_on_its_way_does_not_add_up()
    {
        var facts = Agreeing();

        Assert.False(DemoCheck.Compare(facts with { Hub = [facts.Hub[0] with { Synced = false }] }).AddsUp);
    }

    [Theory]
    [InlineData(true, "the channel was told")]
    [InlineData(false, "the channel was not told")]
    public void A_report_that_is_not_the_ministrys_must_be_told_to_the_channel(bool told, string why)
    {
        var facts = Agreeing();
        var hub = facts.Hub[0] with { State = "NotOurs", Unit = null };

        var verdict = DemoCheck.Compare(facts with { Hub = [hub], Ledger = [facts.Ledger[0], facts.Ledger[1] with { SaysNotOurs = told }] });

        Assert.True(told == verdict.AddsUp, why);
        Assert.Equal(1, verdict.NotOurs);
    }

    [Theory]
    [InlineData("Nomor laporan Anda LP-2026-000001.", true)]
    [InlineData("Nomor laporan Anda LP-2026-000009.", false)]
    public void The_citizen_of_a_chat_channel_must_be_told_the_number(string said, bool fine)
    {
        var facts = Agreeing();
        var entry = facts.Ledger[0] with { Channel = "whatsapp" };

        var verdict = DemoCheck.Compare(facts with
        {
            Sent = [Sent("D-1", "whatsapp", "wa-1")],
            Hub = [facts.Hub[0] with { Channel = "whatsapp", ExternalId = "wa-1" }],
            Ledger = [entry with { Text = said }, entry with { OperationId = Second, Text = facts.Ledger[1].Text }],
        });

        Assert.Equal(fine, verdict.AddsUp);
    }

    [Fact]
    public void Trouble_at_a_desk_does_not_add_up() => Assert.False(DemoCheck.Compare(Agreeing() with { Troubles = ["PU-BM: no key"] }).AddsUp);

    private static SentReport Sent(string id, string channel, string externalId) =>
        new(new DemoReport(id, "Jalan nasional berlubang.", "Brebes", channel, "text", false, false), externalId, "handle");

    private static DemoFacts Agreeing()
    {
        var hub = new HubReport(ReportId, "LP-2026-000001", "sp4n", "9200001", "Answered")
        {
            Unit = "PU-BM",
            Explained = true,
            Synced = true,
            Statuses = [new HubStatus(First, "Assigned", "delivered", 1), new HubStatus(Second, "Answered", "delivered", 2)],
        };
        var ledger = new LedgerEntry("sp4n", "handle", First, "Diteruskan ke Bina Marga.", false);
        return new DemoFacts(
            [Sent("D-1", "sp4n", "9200001")],
            [hub],
            [ledger, ledger with { OperationId = Second, Text = "Sudah ditambal. (ref. 1)" }],
            [new UnitAnswer(ReportId, "PU-BM", "answered") { PublicNote = "Sudah ditambal. (ref. 1)" }]);
    }
}
