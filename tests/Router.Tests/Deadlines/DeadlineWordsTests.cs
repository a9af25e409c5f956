using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Tests.Rig;
using static Hub.Contracts.Reports.ReportState;

namespace Hub.Router.Tests.Deadlines;

public sealed class DeadlineWordsTests
{
    private const string Monday = "2026-03-02 10:00";

    [Fact]
    public void A_report_without_class_says_whose_limits_it_has()
    {
        var clock = new ClockLife(Monday, ReportClass.Unclassified).Clock;

        Assert.Equal(
            "Batas waktu: verifikasi 2026-03-05 10:00 WIB, tindak lanjut pertama 2026-03-09 10:00 WIB, penyelesaian 2026-03-27 10:00 WIB (belum berkelas, dihitung sebagai pengaduan tidak berkadar pengawasan; aturan rig-1, kalender 1).",
            DeadlineWords.Begun(clock, RigDeadlines.Rules.Of(ReportClass.Unclassified)));
    }

    [Fact]
    public void One_line_says_all_that_a_move_did_to_the_clocks()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water);
        var before = life.Clock;
        Assert.Equal(
            "Jeda sejak 2026-03-12 09:00 WIB; tindak lanjut pertama tercapai 2026-03-12 09:00 WIB, terlambat.",
            DeadlineWords.Difference(before, life.Goes(WaitingReporter, "2026-03-12 09:00").Clock));
        before = life.Clock;
        Assert.Equal(
            "Jeda sejak 2026-03-12 09:00 WIB berakhir; batas penyelesaian bergeser dari 2026-03-27 10:00 WIB ke 2026-03-30 10:00 WIB.",
            DeadlineWords.Difference(before, life.Goes(InProgress, "2026-03-13 09:00").Clock));
        before = life.Clock;
        Assert.Equal("Penyelesaian tercapai 2026-03-16 09:00 WIB; batas penutupan otomatis 2026-04-07 09:00 WIB.", DeadlineWords.Difference(before, life.Goes(Answered, "2026-03-16 09:00").Clock));
        Assert.Null(DeadlineWords.Difference(life.Clock, life.Clock with { NextAt = null }));
    }
}
