using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Routing;
using Hub.Router.Routing.Questions;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>What comes after a report: new versions of it, further words, signals, another number of the same person.</summary>
internal sealed class ReportAdditions(ReporterVault vault, ReportRows rows, ReportChanges changes, ChannelVerdicts verdicts, UnitPosts units, ReporterWords words, AmendedReports routing, ReportQuestions questions, TimeProvider clock)
{
    /// <summary>The channel shows a known report again; equal or older versions change nothing.</summary>
    /// <returns>True when it was news.</returns>
    public async Task<bool> AmendAsync(StoreWrite write, (Guid ReportId, InboundEntry Entry, InboundReport Item) known, CancellationToken cancellationToken)
    {
        var item = known.Item;
        var held = await write.Db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(report => report.Id == known.ReportId, cancellationToken);
        if (held?.ExternalId != item.ExternalId || !IsNewer(known.Entry, item.ContentVersion, held))
        {
            return false;
        }

        // Locked, and looked at again: another hub may have taken the same version in the meantime.
        var report = (await write.Db.LockAsync(known.ReportId, clock.GetUtcNow(), cancellationToken))!;
        if (!IsNewer(known.Entry, item.ContentVersion, report))
        {
            return false;
        }

        var amended = await AmendedAsync(write.Db, report, item, cancellationToken) with
        {
            RawId = known.Entry.Body.RawId,
            ChannelWord = item.ChannelWord ?? report.ChannelWord,
        };
        await write.Db.SaveContentAsync((report, amended), cancellationToken);
        await changes.Clocks.ReclassedAsync(write.Db, report, amended, cancellationToken);
        await write.Db.InsertNewAsync(rows.Attachments(known.Entry, report.Id, item.Attachments).ToList(), cancellationToken);
        if (amended.Text != report.Text || amended.Title != report.Title)
        {
            await write.Db.InsertAsync([changes.Line(report, report.Channel, null, (TimelineKinds.Amended, "Isi laporan diperbarui oleh kanal."))], cancellationToken);
            await units.AmendedAsync(write, await words.ReceiverAsync(write, amended, cancellationToken), amended.Text, cancellationToken);
        }

        await routing.LookAsync(write, report, amended, cancellationToken);
        await MoveAsync(write, report, known.Entry, cancellationToken);
        return true;
    }

    /// <summary>A version tells when the report was written and not since when it stands where it stands: it counts from its arrival.</summary>
    private async Task MoveAsync(StoreWrite write, Report report, InboundEntry entry, CancellationToken cancellationToken)
    {
        var item = (InboundReport)entry.Item;
        if (item.ChannelState is { } state && item.ChannelWord != report.ChannelWord && !await IsEchoAsync(write.Db, report, state, cancellationToken))
        {
            await verdicts.ApplyAsync(write, report, new ChannelVerdict(state, item.ChannelWord, entry.Body.Item.ReceivedAt) { IsDated = false }, cancellationToken);
        }
    }

    /// <summary>A word of work that we told the channel ourselves comes back with the next poll, perhaps after the unit has moved on.</summary>
    public static async Task<bool> IsEchoAsync(HubDbContext db, Report report, ReportState state, CancellationToken cancellationToken) =>
        state == report.State
        || (!ReportTransitions.IsEnd(state) && await db.Set<LedgerEntry>().AsNoTracking().AnyAsync(row => row.ReportId == report.Id && row.State == state, cancellationToken));

    /// <summary>A report that its channel had ended before the hub saw it, as an archive import brings many: nobody is given work.</summary>
    public Task EndAsync(StoreWrite write, ReportPlan plan, CancellationToken cancellationToken) => changes.ApplyAsync(
        write, plan.ReportId, ChannelVerdicts.Change(plan.Entry.Channel, new ChannelVerdict(plan.Item.ChannelState!.Value, plan.Item.ChannelWord, plan.Item.OccurredAt)), cancellationToken);

    /// <summary>A further chat message of an open report.</summary>
    public async Task ChatAsync(StoreWrite write, ReportPlan plan, CancellationToken cancellationToken)
    {
        var item = plan.Item;
        await words.AddAsync(write, (plan.Entry, plan.ReportId, "chat", item.Text), cancellationToken);
        await write.Db.InsertNewAsync(rows.Attachments(plan.Entry, plan.ReportId, item.Attachments).ToList(), cancellationToken);
        if (item.Reporter.ReplyTo is { } replyTo)
        {
            await write.Db.InsertAsync([vault.Fragment(plan.ReportId, ReporterVault.ReplyTo, replyTo)], cancellationToken);
        }

        // The words have taken the report's lock.
        if (ReportRows.Place(item.Place) is { } place && await write.Db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == plan.ReportId, cancellationToken) is { } report)
        {
            await PlaceAsync(write, report, (place, item.OccurredAt), cancellationToken);
        }
    }

    /// <summary>The first place that is told is the report's, and so is one that answers the hub's question; the rules look again.</summary>
    private async Task PlaceAsync(StoreWrite write, Report report, (string Place, DateTimeOffset At) told, CancellationToken cancellationToken)
    {
        var place = told.Place;
        if (await questions.AnsweredAsync(write, report, told.At, cancellationToken) || report.Place is null)
        {
            await write.Db.KeepSeenAsync(report, cancellationToken);
            await write.Db.Set<Report>().Where(row => row.Id == report.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Place, place), cancellationToken);
            await routing.LookAsync(write, report, report with { Place = place }, cancellationToken);
        }
    }

    /// <returns>Null when it found its place, else why not.</returns>
    public async Task<Unplaced?> FollowUpAsync(StoreWrite write, (InboundEntry Entry, InboundFollowUp Item) followUp, CancellationToken cancellationToken)
    {
        var (entry, item) = followUp;
        if (await write.Db.FindReportAsync((entry.Channel, entry.Account, item.ReportExternalId), cancellationToken) is not { } reportId)
        {
            return new Unplaced("It follows up a report that the hub does not have; fetch the report and retry.", Awaited.Report(item.ReportExternalId));
        }

        if (await IsNewAsync(write.Db, entry, reportId, cancellationToken))
        {
            await words.AddAsync(write, (entry, reportId, "follow_up", item.Text), cancellationToken);
            await write.Db.InsertNewAsync(rows.Attachments(entry, reportId, item.Attachments).ToList(), cancellationToken);
        }

        return null;
    }

    /// <returns>Null when it found its place or points at nothing.</returns>
    public async Task<Unplaced?> SignalAsync(StoreWrite write, (InboundEntry Entry, InboundSignal Item) signal, CancellationToken cancellationToken)
    {
        var (entry, item) = signal;
        var target = item.TargetExternalId;
        var reportId = target is null ? null : await write.Db.Set<InboundKey>().AsNoTracking()
            .Where(key => key.Channel == entry.Channel && key.Account == entry.Account && key.ExternalId == target)
            .Select(key => (Guid?)key.ReportId).FirstOrDefaultAsync(cancellationToken);

        if (reportId is not { } id)
        {
            return target is null ? null : new Unplaced("It points at a message that the hub does not have.", Awaited.Target(target));
        }

        if (await IsNewAsync(write.Db, entry, id, cancellationToken))
        {
            await words.AddAsync(write, (entry, id, item.Kind, item.Text ?? ""), cancellationToken);
        }

        return null;
    }

    /// <returns>Always null: a person the hub never heard of needs no link.</returns>
    public async Task<Unplaced?> IdentityAsync(StoreWrite write, (InboundEntry Entry, InboundIdentityChange Item) change, CancellationToken cancellationToken)
    {
        await vault.LinkAsync(write.Db, change.Entry.Channel, (change.Item.Previous, change.Item.Current), cancellationToken);
        return null;
    }

    private async Task<Report> AmendedAsync(HubDbContext db, Report report, InboundReport item, CancellationToken cancellationToken)
    {
        var text = IdentityMask.Mask(item.Text);
        if (text.Text != report.Text)
        {
            await db.InsertAsync(vault.CutOut(report.Id, text), cancellationToken);
        }

        return report.With(item, text.Text);
    }

    private async Task<bool> IsNewAsync(HubDbContext db, InboundEntry entry, Guid reportId, CancellationToken cancellationToken)
    {
        var key = new InboundKey { Channel = entry.Channel, Account = entry.Account, ExternalId = entry.Item.ExternalId, ReportId = reportId, At = clock.GetUtcNow() };
        return (await db.InsertNewAsync([key], cancellationToken)).Count == 1;
    }

    /// <summary>Numbers tell their order. A hash does not: then what came later is newer, so that a body read again turns nothing back.</summary>
    public static bool IsNewer(InboundEntry entry, string? offered, Report held) => offered is not null && offered != held.ContentVersion
        && (long.TryParse(offered, NumberStyles.None, CultureInfo.InvariantCulture, out var next)
            && long.TryParse(held.ContentVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var now)
                ? next > now
                : held.RawId is not { } body || entry.Body.RawId.CompareTo(body) >= 0);
}
