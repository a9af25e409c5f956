using System.Text.Json;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing;

/// <summary>
/// What a decision of the rules looked at: the report as it stands, until its content changes. Whoever changes it gives the
/// decisions made on the old content a copy of it first, so that each can be made again from what it saw (P7). A decision
/// costs nothing for it, an amendment one statement.
/// </summary>
internal static class SeenFacts
{
    /// <summary>Under the report's lock and before the change.</summary>
    /// <param name="held">The report with the content that is about to go.</param>
    public static async Task KeepSeenAsync(this HubDbContext db, Report held, CancellationToken cancellationToken)
    {
        if (held.State is not ReportState.Received)
        {
            var facts = Write(held);
            await db.Set<Assignment>().Where(row => row.ReportId == held.Id && row.By == Decided.Rules && row.Facts == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Facts, facts), cancellationToken);
        }
    }

    /// <param name="report">As it stands now.</param>
    public static ReportFacts Of(Report report, string? seen) =>
        seen is null ? ReportRouting.Facts(report) : JsonSerializer.Deserialize(seen, RoutingJson.Default.ReportFacts)!;

    /// <summary>A row that cannot be read must not hold up its own repair: what is kept of it cannot be read either, and so it fails again as it did.</summary>
    private static string Write(Report report)
    {
        try
        {
            return JsonSerializer.Serialize(ReportRouting.Facts(report), RoutingJson.Default.ReportFacts);
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
