using System.Collections.Concurrent;

namespace Hub.Simulators.Units;

/// <summary>One unit at work: takes each delivery once and brings it to an answer, or sends it back.</summary>
internal sealed class UnitDesk(UnitPlan plan, UnitRecord record, UnitPace pace, IUnitVoice voice)
{
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);

    /// <param name="deliveryId">The same for every copy of one delivery.</param>
    public async Task WorkAsync(string deliveryId, UnitReport report, CancellationToken cancellationToken)
    {
        if (!seen.TryAdd(deliveryId, true))
        {
            return;
        }

        var course = plan.CourseOf(report);
        if (course is UnitCourse.Return && record.MayReturn(report.ReportId))
        {
            await ReturnAsync(report, cancellationToken);
            return;
        }

        await SayAsync(report, "acknowledged", null, cancellationToken);
        await SayAsync(report, "in_progress", "Laporan sedang kami tangani.", cancellationToken);
        if (course is UnitCourse.AskThenAnswer)
        {
            await AskAsync(report, cancellationToken);
        }

        await SayAsync(report, "answered", plan.AnswerTo(report), cancellationToken);
    }

    private async Task AskAsync(UnitReport report, CancellationToken cancellationToken)
    {
        var question = plan.QuestionAbout(report);
        if (await SayAsync(report, "waiting_reporter", question, cancellationToken))
        {
            await record.AskedAsync(question, cancellationToken);
            await SayAsync(report, "in_progress", "Terima kasih atas keterangannya, kami lanjutkan.", cancellationToken);
        }
    }

    private Task<bool> ReturnAsync(UnitReport report, CancellationToken cancellationToken) =>
        SayAsync(
            new UnitAnswer(report.ReportId, report.Unit, "returned")
            {
                Reason = "Setelah diperiksa, lokasi dan objek laporan bukan tugas unit kami.",
                SuggestedUnit = UnitPlan.NeighbourOf(report.Unit),
            },
            cancellationToken);

    private Task<bool> SayAsync(UnitReport report, string status, string? note, CancellationToken cancellationToken) =>
        SayAsync(new UnitAnswer(report.ReportId, report.Unit, status) { PublicNote = note }, cancellationToken);

    private async Task<bool> SayAsync(UnitAnswer answer, CancellationToken cancellationToken)
    {
        await pace.WorkAsync(cancellationToken);
        var stamped = answer with { OccurredAt = pace.Now };
        var taken = await voice.SayAsync(stamped, cancellationToken);
        record.Note(stamped, taken);
        return taken;
    }
}
