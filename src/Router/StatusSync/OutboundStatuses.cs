using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Units;

namespace Hub.Router.StatusSync;

/// <summary>What of a report its channel is told with each status.</summary>
/// <param name="ToldVersion">The channel's own version after the last status that it gave one.</param>
internal sealed record ToldReport(
    Guid Id, string Number, string Account, string ExternalId, string? ContentVersion, DateTimeOffset LastHeardAt, Guid? ReporterRef, string? ToldVersion);

/// <summary>Makes what a sink is given, for many statuses with the same few reads.</summary>
internal sealed class OutboundStatuses(IEnumerable<IStatusSink> sinks, ReporterVault vault, UnitNames units)
{
    private const string Reports =
        """
        SELECT r.id, r.number, r.account, r.external_id, r.content_version, r.last_heard_at, r.reporter_ref,
            (SELECT l.external_version FROM status_ledger AS l WHERE l.report_id = r.id AND l.external_version IS NOT NULL ORDER BY l.sequence DESC LIMIT 1)
        FROM reports AS r WHERE r.id
        """;

    internal static readonly SetStatement Telling = new($"{Reports} = ANY ($1)", $"{Reports} = @p0");

    private readonly FrozenSet<string> conversations = sinks.Where(sink => sink.Capabilities.NeedsReporter).Select(sink => sink.Channel).ToFrozenSet(StringComparer.Ordinal);

    /// <param name="reports">Each once.</param>
    public static async Task<Dictionary<Guid, ToldReport>> ReportsAsync(HubDbContext db, IReadOnlyList<Guid> reports, CancellationToken cancellationToken) =>
        (await db.AskAsync((Telling, [reports.ToArray()]), Told, cancellationToken)).ToDictionary(report => report.Id);

    /// <returns>One for each entry, in their order; what cannot be made says why and holds no other.</returns>
    public async Task<IReadOnlyList<LaneTurn.Go>> MakeAsync(
        HubDbContext db, IReadOnlyList<LedgerEntry> entries, Dictionary<Guid, ToldReport> reports, CancellationToken cancellationToken)
    {
        var asked = entries.Where(entry => conversations.Contains(entry.Channel)).Select(entry => reports[entry.ReportId]).Where(report => report.ReporterRef is not null);
        var people = await ReporterVault.ReadAsync(db, [.. asked.Select(report => (report.ReporterRef!.Value, (Guid?)report.Id))], cancellationToken);
        return [.. entries.Select(entry => Go(entry, reports[entry.ReportId], conversations.Contains(entry.Channel) ? people : null))];
    }

    /// <summary>A status without its citizen, for a question about it.</summary>
    public async Task<OutboundStatus> FindAsync(HubDbContext db, LedgerEntry entry, CancellationToken cancellationToken) =>
        Outbound(entry, (await ReportsAsync(db, [entry.ReportId], cancellationToken))[entry.ReportId]);

    private static ToldReport Told(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), Text(row, 4), new DateTimeOffset(DateTime.SpecifyKind(row.GetDateTime(5), DateTimeKind.Utc)),
        row.IsDBNull(6) ? null : row.GetGuid(6), Text(row, 7));

    private static string? Text(DbDataReader row, int index) => row.IsDBNull(index) ? null : row.GetString(index);

    private LaneTurn.Go Go(LedgerEntry entry, ToldReport report, SealedPeople? people)
    {
        try
        {
            return new LaneTurn.Go(entry)
            {
                Status = Outbound(entry, report) with { Reporter = people is null ? null : vault.Open(people, report.ReporterRef, report.Id) },
            };
        }
        catch (SealException fault)
        {
            return new LaneTurn.Go(entry) { NotReady = fault };
        }
    }

    private OutboundStatus Outbound(LedgerEntry entry, ToldReport report) => new(entry.Id, report.Number, report.Account, report.ExternalId, entry.State, entry.OccurredAt)
    {
        PublicNote = entry.PublicNote,
        IsWordedByHub = entry.IsWordedByHub,
        UnitCode = entry.UnitCode,
        UnitName = entry.UnitCode is null ? null : units.Of(entry.UnitCode),
        Addressee = entry.Addressee is null ? null : units.Of(entry.Addressee),
        ExternalVersion = Later(report.ContentVersion, report.ToldVersion),
        LastHeardAt = report.LastHeardAt,
    };

    private static string? Later(string? held, string? told) =>
        long.TryParse(held, out var first) && long.TryParse(told, out var second) ? Math.Max(first, second).ToString(CultureInfo.InvariantCulture) : told ?? held;
}
