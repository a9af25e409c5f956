using System.Collections.Frozen;
using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.StatusSync;

/// <summary>What of a report its channel is told with each status.</summary>
internal sealed record ToldReport(Guid Id, string Number, string Account, string ExternalId, string? ContentVersion, DateTimeOffset LastHeardAt, Guid? ReporterRef);

/// <summary>Makes what a sink is given, for many statuses with the same few reads.</summary>
internal sealed class OutboundStatuses(IEnumerable<IStatusSink> sinks, ReporterVault vault, UnitNames units)
{
    private readonly FrozenSet<string> conversations = sinks.Where(sink => sink.Capabilities.NeedsReporter).Select(sink => sink.Channel).ToFrozenSet(StringComparer.Ordinal);

    public static Task<Dictionary<Guid, ToldReport>> ReportsAsync(HubDbContext db, IReadOnlyList<Guid> reports, CancellationToken cancellationToken) =>
        db.Set<Report>().AsNoTracking().Where(row => reports.Contains(row.Id))
            .Select(row => new ToldReport(row.Id, row.Number, row.Account, row.ExternalId, row.ContentVersion, row.LastHeardAt, row.ReporterRef))
            .ToDictionaryAsync(row => row.Id, cancellationToken);

    /// <returns>One for each entry, in their order; what cannot be made says why and holds no other.</returns>
    public async Task<IReadOnlyList<LaneTurn.Go>> MakeAsync(
        HubDbContext db, IReadOnlyList<LedgerEntry> entries, Dictionary<Guid, ToldReport> reports, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(db, entries, cancellationToken);
        var asked = entries.Where(entry => conversations.Contains(entry.Channel)).Select(entry => reports[entry.ReportId]).ToList();
        var people = await ReporterVault.ReadAsync(db, [.. asked.Select(report => report.ReporterRef).OfType<Guid>().Distinct()], asked.ConvertAll(report => report.Id), cancellationToken);
        return [.. entries.Select(entry => Go(entry, (reports[entry.ReportId], versions.GetValueOrDefault(entry.ReportId)), conversations.Contains(entry.Channel) ? people : null))];
    }

    /// <summary>A status without its citizen, for a question about it.</summary>
    public async Task<OutboundStatus> FindAsync(HubDbContext db, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var reports = await ReportsAsync(db, [entry.ReportId], cancellationToken);
        var versions = await VersionsAsync(db, [entry], cancellationToken);
        return Outbound(entry, reports[entry.ReportId], versions.GetValueOrDefault(entry.ReportId));
    }

    private static async Task<Dictionary<Guid, string?>> VersionsAsync(HubDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var reports = entries.Select(entry => entry.ReportId).Distinct().ToList();
        var told = await db.Set<LedgerEntry>().AsNoTracking().Where(row => reports.Contains(row.ReportId) && row.ExternalVersion != null)
            .Select(row => new { row.ReportId, row.Sequence, row.ExternalVersion }).ToListAsync(cancellationToken);
        return told.GroupBy(row => row.ReportId).ToDictionary(report => report.Key, report => report.MaxBy(row => row.Sequence)!.ExternalVersion);
    }

    private LaneTurn.Go Go(LedgerEntry entry, (ToldReport Report, string? Version) about, SealedPeople? people)
    {
        try
        {
            return new LaneTurn.Go(entry)
            {
                Status = Outbound(entry, about.Report, about.Version) with { Reporter = people is null ? null : vault.Open(people, about.Report.ReporterRef, about.Report.Id) },
            };
        }
        catch (SealException fault)
        {
            return new LaneTurn.Go(entry) { NotReady = fault };
        }
    }

    private OutboundStatus Outbound(LedgerEntry entry, ToldReport report, string? version) => new(entry.Id, report.Number, report.Account, report.ExternalId, entry.State, entry.OccurredAt)
    {
        PublicNote = entry.PublicNote,
        IsWordedByHub = entry.IsWordedByHub,
        UnitCode = entry.UnitCode,
        UnitName = entry.UnitCode is null ? null : units.Of(entry.UnitCode),
        Addressee = entry.Addressee is null ? null : units.Of(entry.Addressee),
        ExternalVersion = Later(report.ContentVersion, version),
        LastHeardAt = report.LastHeardAt,
    };

    private static string? Later(string? held, string? told) =>
        long.TryParse(held, out var first) && long.TryParse(told, out var second) ? Math.Max(first, second).ToString(CultureInfo.InvariantCulture) : told ?? held;
}
