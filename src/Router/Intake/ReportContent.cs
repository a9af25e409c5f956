using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Routing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>What a report says, apart from where it stands.</summary>
internal static class ReportContent
{
    /// <summary>The channel's words over those that are held; what an item leaves out stays, and a report once secret stays so.</summary>
    /// <param name="text">Masked.</param>
    public static Report With(this Report held, InboundReport item, string text) => held with
    {
        ContentVersion = item.ContentVersion,
        Text = text,
        Title = item.Title is null ? null : IdentityMask.Mask(item.Title).Text,
        Category = item.Category ?? held.Category,
        Class = item.Class is ReportClass.Unclassified ? held.Class : item.Class,
        Place = ReportRows.Place(item.Place) ?? held.Place,
        Anonymous = item.Sensitivity.Anonymous || held.Anonymous,
        Secret = item.Sensitivity.Secret || held.Secret,
        Restricted = item.Sensitivity.Secret || held.Restricted,
    };

    /// <summary>Under the report's lock.</summary>
    public static async Task SaveContentAsync(this HubDbContext db, (Report Held, Report Next) change, CancellationToken cancellationToken)
    {
        var report = change.Next;
        await db.KeepSeenAsync(change.Held, cancellationToken);
        await db.Set<Report>().Where(row => row.Id == report.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.ContentVersion, report.ContentVersion)
                .SetProperty(row => row.ChannelWord, report.ChannelWord)
                .SetProperty(row => row.Text, report.Text)
                .SetProperty(row => row.Title, report.Title)
                .SetProperty(row => row.Category, report.Category)
                .SetProperty(row => row.Class, report.Class)
                .SetProperty(row => row.Place, report.Place)
                .SetProperty(row => row.PublicReference, report.PublicReference)
                .SetProperty(row => row.Anonymous, report.Anonymous)
                .SetProperty(row => row.Secret, report.Secret)
                .SetProperty(row => row.Restricted, report.Restricted)
                .SetProperty(row => row.RawId, report.RawId),
            cancellationToken);
    }
}
