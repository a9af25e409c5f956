using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;

namespace Hub.Router.Lifecycle;

/// <summary>What the units of two reports learn of a merge: the words of one citizen without who they are.</summary>
internal sealed class MergeWords(ReportChanges changes, UnitPosts units, HubIds ids, TimeProvider clock)
{
    private const string Kind = "merged";

    public async Task MergedAsync(StoreWrite write, (Report Report, Report Into) pair, string why, CancellationToken cancellationToken)
    {
        var (report, into) = pair;
        var text = $"Laporan {report.Number} tentang hal yang sama digabungkan ke laporan ini: {report.Text}";
        await write.Db.InsertAsync(
            [new Contribution { Id = ids.Next(), ReportId = into.Id, ExternalId = $"{Kind}/{report.Number}/{report.Version}", Kind = Kind, Text = text, OccurredAt = clock.GetUtcNow() }], cancellationToken);
        await write.Db.InsertAsync([changes.Line(into, "hub", null, (TimelineKinds.Merged, $"{report.Number} digabungkan ke laporan ini: {why}"))], cancellationToken);
        await units.AmendedAsync(write, into, text, cancellationToken);
        if (report.Unit is not null)
        {
            await units.AmendedAsync(write, report, $"Laporan ini kini ditangani bersama dengan nomor {into.Number}; tidak perlu ditindaklanjuti tersendiri.", cancellationToken);
        }
    }

    /// <param name="pair">The first as it stands again.</param>
    public async Task UnmergedAsync(StoreWrite write, (Report Report, Report Into) pair, string why, CancellationToken cancellationToken)
    {
        var (report, into) = pair;
        await write.Db.InsertAsync(
            [
                changes.Line(report, "hub", report.State, (TimelineKinds.Unmerged, $"Tidak lagi bersama {into.Number}: {why}")),
                changes.Line(into, "hub", null, (TimelineKinds.Unmerged, $"{report.Number} dipisahkan kembali: {why}")),
            ],
            cancellationToken);
        await units.AmendedAsync(write, into, $"Laporan {report.Number} dipisahkan kembali dari laporan ini.", cancellationToken);
        if (report.Unit is not null && !ReportTransitions.IsEnd(report.State))
        {
            await units.AmendedAsync(write, report, $"Laporan ini kembali ditangani tersendiri, tidak lagi bersama {into.Number}.", cancellationToken);
        }
    }
}
