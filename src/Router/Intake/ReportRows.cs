using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.StatusSync;

namespace Hub.Router.Intake;

/// <summary>One report item whose key nobody has had before, as the key of a report of its own.</summary>
internal sealed record NewItem(InboundEntry Entry, InboundKey Key);

/// <summary>What is to become of one report item: a row of its own, or a part of the report it joins.</summary>
internal sealed record ReportPlan(InboundEntry Entry, InboundKey Key, Guid? ReporterRef, Guid? JoinsReport)
{
    public InboundReport Item => (InboundReport)Entry.Item;

    public Guid ReportId => Key.ReportId;
}

/// <summary>All rows of a batch of new reports.</summary>
internal sealed record NewReportRows(
    IReadOnlyList<Report> Reports, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<VaultFragment> Fragments,
    IReadOnlyList<Attachment> Attachments, IReadOnlyList<LedgerEntry> Ledger);

/// <summary>Makes the rows of new reports: identity goes to the vault, the rest is masked.</summary>
internal sealed class ReportRows(ReporterVault vault, ReportNumbers numbers, StatusLedger ledger, HubIds ids, TimeProvider clock)
{
    public NewItem Key(InboundEntry entry) => new(
        entry,
        new InboundKey
        {
            Channel = entry.Channel,
            Account = entry.Account,
            ExternalId = entry.Item.ExternalId,
            ReportId = ids.Next(),
            At = clock.GetUtcNow(),
        });

    public async Task<NewReportRows> MakeAsync(HubDbContext db, IReadOnlyList<ReportPlan> plans, CancellationToken cancellationToken)
    {
        var taken = await numbers.TakeAsync(db, plans.Count, cancellationToken);
        var fragments = new List<VaultFragment>();
        var reports = plans.Select((plan, index) => Row(plan, taken[index], fragments)).ToList();

        return new NewReportRows(
            reports,
            reports.ConvertAll(report => new TimelineEntry
            {
                Id = ids.Next(),
                ReportId = report.Id,
                At = report.UpdatedAt,
                Kind = TimelineKinds.Received,
                By = report.Channel,
                State = ReportState.Received,
                Text = $"Diterima dari {report.Channel} sebagai {report.Number}.",
            }),
            fragments,
            [.. plans.SelectMany(plan => Attachments(plan.Entry, plan.ReportId, plan.Item.Attachments))],
            [.. reports.Where((report, index) => !IsEnded(plans[index].Item) && ledger.Tells(report.Channel, ReportState.Received)).Select(Told)]);
    }

    /// <summary>The channel shows the report for the first time and has ended it already.</summary>
    public static bool IsEnded(InboundReport item) => item.ChannelState is { } state && ReportTransitions.IsEnd(state);

    public IEnumerable<Attachment> Attachments(InboundEntry entry, Guid reportId, IReadOnlyList<InboundAttachment> attachments) =>
        attachments.DistinctBy(attachment => attachment.ExternalId).Select(attachment => new Attachment
        {
            Id = ids.Next(),
            ReportId = reportId,
            Channel = entry.Channel,
            Account = entry.Account,
            ExternalId = attachment.ExternalId,
            MediaType = attachment.MediaType,
            FileName = attachment.FileName is { } name ? IdentityMask.Mask(name).Text : null,
            Size = attachment.Size,
            Sha256 = attachment.Sha256,
            State = attachment.Problem is null ? AttachmentState.Pending : AttachmentState.Gone,
            NextAt = clock.GetUtcNow(),
            Fault = attachment.Problem,
        });

    private Report Row(ReportPlan plan, string number, List<VaultFragment> fragments)
    {
        var item = plan.Item;
        var id = plan.ReportId;
        var now = clock.GetUtcNow();
        if (item.Reporter.ReplyTo is { } replyTo)
        {
            fragments.Add(vault.Fragment(id, ReporterVault.ReplyTo, replyTo));
        }

        return new Report
        {
            Id = id,
            Number = number,
            Channel = plan.Entry.Channel,
            Account = plan.Entry.Account,
            ExternalId = item.ExternalId,
            PublicReference = item.PublicReference,
            ContentVersion = item.ContentVersion,
            State = ReportState.Received,
            Version = 1,
            Class = item.Class,
            Category = item.Category,
            Title = item.Title is null ? null : Masked(item.Title, id, fragments),
            Text = Masked(item.Text, id, fragments),
            Anonymous = item.Sensitivity.Anonymous,
            Secret = item.Sensitivity.Secret,
            Restricted = item.Sensitivity.Secret,
            Place = Place(item.Place),
            ReporterRef = plan.ReporterRef,
            ChannelWord = item.ChannelWord,
            ReceivedAt = item.OccurredAt,
            LastHeardAt = item.OccurredAt,
            UpdatedAt = now,
            StateAt = item.OccurredAt,
            RawId = plan.Entry.Body.RawId,
        };
    }

    public static string? Place(ReportPlace? place) =>
        place is null ? null : RouterJson.Write(place with { Text = place.Text is null ? null : IdentityMask.Mask(place.Text).Text });

    private string Masked(string text, Guid reportId, List<VaultFragment> fragments)
    {
        var masked = IdentityMask.Mask(text);
        fragments.AddRange(vault.CutOut(reportId, masked));
        return masked.Text;
    }

    private LedgerEntry Told(Report report) =>
        ledger.Row(report, new StateChange(ReportState.Received, "hub", "", report.UpdatedAt));
}
