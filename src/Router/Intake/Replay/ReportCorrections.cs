using Hub.Router.Deadlines;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Units;

namespace Hub.Router.Intake.Replay;

/// <summary>Saves the content that a later reading found: the row, a line in the history, a word to the unit. No state is touched.</summary>
internal sealed class ReportCorrections(ReportContents contents, ChannelVerdicts verdicts, ClockWriter clocks, UnitPosts units, BusMessages messages, TimeProvider clock)
{
    public async Task SaveAsync(StoreWrite write, ReportCorrection wanted, CancellationToken cancellationToken)
    {
        if (await write.Db.LockAsync(wanted.Held.Id, clock.GetUtcNow(), cancellationToken) is not { } report)
        {
            return;
        }

        // What was compared was read before the lock.
        if (report.RawId != wanted.Held.RawId)
        {
            throw new OvertakenException("a newer version of the report");
        }

        var correction = await ArchiveComparison.CorrectionAsync(write.Db, report, wanted.Entry, cancellationToken);
        if (correction.Fields.Count > 0 || correction.NewFiles.Count > 0)
        {
            await contents.SaveAsync(write.Db, correction, cancellationToken);
            await clocks.ReclassedAsync(write.Db, report, correction.Corrected, cancellationToken);
            await TellAsync(write, correction, cancellationToken);
        }

        if (wanted.ReleasesWord)
        {
            await ReleaseAsync(write, report, wanted, cancellationToken);
        }
    }

    private async Task TellAsync(StoreWrite write, ReportCorrection correction, CancellationToken cancellationToken)
    {
        var (report, fields) = (correction.Corrected, correction.Fields.Select(field => field.Field).ToHashSet());
        if (fields.Overlaps(["text", "title"]))
        {
            await units.AmendedAsync(write, report, report.Text, cancellationToken);
        }

        // Undecided, or sent to triage by the rules: they look again. What a person decided stays.
        if (report.State is Contracts.Reports.ReportState.Received or Contracts.Reports.ReportState.Triage)
        {
            write.Send(messages.ReportReceived(report.Id, report.Channel, report.Version));
        }
    }

    /// <summary>The word was said when the body came: if the report has moved on since, it is late and moves nothing.</summary>
    private async Task ReleaseAsync(StoreWrite write, Report report, ReportCorrection correction, CancellationToken cancellationToken)
    {
        var state = correction.Item.ChannelState!.Value;
        if (!await ReportAdditions.IsEchoAsync(write.Db, report, state, cancellationToken))
        {
            var said = new ChannelVerdict(state, correction.Item.ChannelWord, correction.Entry.Body.Item.ReceivedAt) { FromArchive = true };
            await verdicts.ApplyAsync(write, report, said, cancellationToken);
        }
    }
}

/// <summary>Writes the content of a report again.</summary>
internal sealed class ReportContents(ReporterVault vault, ReportRows rows, HubIds ids, TimeProvider clock)
{
    public async Task SaveAsync(HubDbContext db, ReportCorrection correction, CancellationToken cancellationToken)
    {
        var (report, item) = (correction.Corrected, correction.Item);
        if (report.Text != correction.Held.Text)
        {
            await db.InsertAsync(vault.CutOut(report.Id, IdentityMask.Mask(item.Text)), cancellationToken);
        }

        await db.SaveContentAsync((correction.Held, report with { RawId = correction.Entry.Body.RawId }), cancellationToken);
        await db.InsertNewAsync(rows.Attachments(correction.Entry, report.Id, correction.NewFiles).ToList(), cancellationToken);
        await db.InsertAsync([Line(correction)], cancellationToken);
    }

    private TimelineEntry Line(ReportCorrection correction)
    {
        IEnumerable<string> what = [.. correction.Fields.Select(field => field.Field), .. correction.NewFiles.Count > 0 ? (string[])["attachments"] : []];
        return new TimelineEntry
        {
            Id = ids.Next(),
            ReportId = correction.Held.Id,
            At = clock.GetUtcNow(),
            Kind = TimelineKinds.Amended,
            By = "hub",
            Text = $"Diperbarui dari arsip: {string.Join(", ", what)}.",
        };
    }
}
