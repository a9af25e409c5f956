using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Lifecycle;

/// <summary>What people, units and channels do to reports of a rig, in the fewest words.</summary>
internal static class Desk
{
    public static readonly OperatorWord Ani = new("ani", "Diminta pelapor");

    private static int events;

    public static async Task<Report> AssignedAsync(this RouterRig rig, string id = "r-1", string text = Items.RoadText)
    {
        await rig.ReadAsync(Items.Report(id, text, rig.Time.GetUtcNow()));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync(id)).Id], default);
        return await rig.ReportAsync(id);
    }

    public static Task<UnitStatusResult> SaysAsync(this RouterRig rig, Report report, string word, string? note = "Perbaikan dijadwalkan minggu depan.", DateTimeOffset? at = null, string? inner = null) =>
        rig.Get<UnitStatusDesk>().SayAsync(
            report.Unit ?? RigKnowledge.Roads, $"e-{Interlocked.Increment(ref events)}",
            new UnitStatus { ReportId = report.Id, Status = word, PublicNote = note, InternalNote = inner, Reason = "Bukan jalan nasional", OccurredAt = at }, default);

    public static Task ClosesAsync(this RouterRig rig, string id, DateTimeOffset? at = null, ReportState state = ReportState.Closed, string word = "Selesai") =>
        rig.ReadAsync(Items.Status($"s-{Interlocked.Increment(ref events)}", id, word, state, at ?? rig.Time.GetUtcNow()));

    public static Task AddsAsync(this RouterRig rig, string id, string text, DateTimeOffset? at = null) =>
        rig.ReadAsync(Items.FollowUp($"f-{Interlocked.Increment(ref events)}", id, text) with { OccurredAt = at ?? rig.Time.GetUtcNow() });

    public static async Task<List<TimelineEntry>> HistoryAsync(this RouterRig rig, Guid report) =>
        [.. (await rig.AllAsync<TimelineEntry>()).Where(line => line.ReportId == report).OrderBy(line => line.Id)];

    public static Task<ReportActResult> ReopensAsync(this RouterRig rig, Report report) => rig.Get<ReopenDesk>().ReopenAsync(report.Number, Ani, default);

    public static Task<ReportActResult> MergesAsync(this RouterRig rig, Report report, Report into) => rig.Get<MergeDesk>().MergeAsync((report.Number, into.Number), Ani, null, default);

    public static Task<ReportActResult> UnmergesAsync(this RouterRig rig, Report report) => rig.Get<MergeDesk>().UnmergeAsync(report.Number, Ani, default);
}
