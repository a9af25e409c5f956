using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Routing.Questions;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>
/// What the citizen adds: kept with the report, told to the unit, an answer to a question, or the reason to open an ended report
/// again. Words on a merged report are told to the unit that has the one it goes on under.
/// </summary>
internal sealed class ReporterWords(ReporterVault vault, ReportChanges changes, ReportReopening reopening, UnitPosts units, FurtherWords further, HubIds ids, TimeProvider clock)
{
    public async Task AddAsync(StoreWrite write, (InboundEntry Entry, Guid ReportId, string Kind, string Text) addition, CancellationToken cancellationToken)
    {
        var item = addition.Entry.Item;
        var masked = IdentityMask.Mask(addition.Text);
        var said = new Words(addition.Kind, masked.Text, item.OccurredAt);
        await write.Db.InsertAsync(vault.CutOut(addition.ReportId, masked), cancellationToken);
        await write.Db.InsertAsync([Row(addition.ReportId, item.ExternalId, said) with { RawId = addition.Entry.Body.RawId }], cancellationToken);

        if (await write.Db.LockAsync(addition.ReportId, clock.GetUtcNow(), cancellationToken) is not { } report)
        {
            return;
        }

        await write.Db.Set<Report>().Where(row => row.Id == report.Id && row.LastHeardAt < said.At)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastHeardAt, said.At), cancellationToken);
        await write.Db.InsertAsync([changes.Line(report, report.Channel, null, (TimelineKinds.Amended, $"Pelapor menambahkan ({said.Kind})."))], cancellationToken);
        if (said.Kind is "reaction" or "system" or "call_permission")
        {
            return;
        }

        var receiver = await ReceiverAsync(write, report, cancellationToken);
        if (receiver.Id != report.Id)
        {
            await write.Db.InsertAsync([Row(receiver.Id, $"{report.Number}/{item.ExternalId}", said)], cancellationToken);
            await write.Db.InsertAsync([changes.Line(receiver, "hub", null, (TimelineKinds.Amended, $"Pelapor {report.Number} menambahkan ({said.Kind})."))], cancellationToken);
        }

        await HeardAsync(write, receiver, said, cancellationToken);
    }

    /// <returns>The report under which this one goes on, locked; the report itself when it goes its own way.</returns>
    public async Task<Report> ReceiverAsync(StoreWrite write, Report report, CancellationToken cancellationToken) =>
        report.State is ReportState.Merged
        && await MergedReports.OpenAsync(write.Db, report.Id, cancellationToken) is { } merge
        && await write.Db.LockAsync(merge.IntoId, clock.GetUtcNow(), cancellationToken) is { } into
            ? into
            : report;

    private async Task HeardAsync(StoreWrite write, Report report, Words said, CancellationToken cancellationToken)
    {
        if (said.IsText)
        {
            await further.AppendAsync(write, report, (said.Text, said.At), cancellationToken);
            await changes.Clocks.RepliedAsync(write.Db, report, said.At, cancellationToken);
        }

        if (Reopens(report, said))
        {
            var wish = new ReopenWish(ReopenedHow.Reporter, report.Channel, "Pelapor menanggapi setelah laporan berakhir.", said.At);
            report = await reopening.ReopenAsync(write, report, wish, cancellationToken) is ReopenResult.Done done ? done.Report : report;
        }

        await units.AmendedAsync(write, report, said.Text, cancellationToken);
        if (Answers(report, said))
        {
            var at = said.At > report.StateAt ? said.At : report.StateAt;
            await changes.ApplyAsync(write, report.Id, new StateChange(ReportState.InProgress, report.Channel, "Pelapor menjawab pertanyaan.", at) { FromChannel = true }, cancellationToken);
        }
    }

    /// <summary>What the citizen wrote after the end, other than thanks. What crossed with the end is no objection to it; what is not ours, or was withdrawn, is for a person to open.</summary>
    private static bool Reopens(Report report, Words said) =>
        report.State is ReportState.Closed or ReportState.Archived && said.IsText && said.At > report.StateAt && !Thanks.IsAll(said.Text);

    /// <summary>A picture or a place may be all that the unit asked for. Thanks are no answer, nor is what was said before the question.</summary>
    private static bool Answers(Report report, Words said) =>
        report.State is ReportState.WaitingReporter && said.IsText && said.At + ReportQuestions.Grain >= report.StateAt
        && (string.IsNullOrWhiteSpace(said.Text) || !Thanks.IsAll(said.Text));

    private Contribution Row(Guid reportId, string externalId, Words said) => new()
    {
        Id = ids.Next(),
        ReportId = reportId,
        ExternalId = externalId,
        Kind = said.Kind,
        Text = said.Text,
        OccurredAt = said.At,
    };

    /// <param name="Text">Masked.</param>
    private sealed record Words(string Kind, string Text, DateTimeOffset At)
    {
        public bool IsText => Kind is "chat" or "follow_up";
    }
}
