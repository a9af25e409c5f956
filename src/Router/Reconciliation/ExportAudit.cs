using System.Collections.Frozen;
using Hub.Contracts.Channels;

namespace Hub.Router.Reconciliation;

/// <summary>A list of reports that staff took from a channel by hand.</summary>
/// <param name="Account">The account the list belongs to.</param>
public sealed record ExportFile(string Channel, string Account, ReadOnlyMemory<byte> Body, string ContentType, string Extension);

/// <summary>The file cannot be held against anything; the message says why and what to do.</summary>
public sealed class ExportException(string message) : Exception(message);

/// <summary>Opens exports with the reader of their channel.</summary>
internal sealed class ExportAudits(IEnumerable<IReportNormaliser> normalisers, TimeProvider clock)
{
    private readonly FrozenDictionary<string, IReportNormaliser> byChannel = normalisers.ToFrozenDictionary(normaliser => normaliser.Channel);

    public ExportAudit Open(ExportFile file)
    {
        if (!byChannel.TryGetValue(file.Channel, out var normaliser))
        {
            throw new ExportException($"The channel {file.Channel} is not configured here, so its export cannot be read.");
        }

        var raw = new RawItem(file.Channel, file.Account, file.Body, clock.GetUtcNow()) { ContentType = file.ContentType, FileName = $"export{file.Extension}" };
        var reports = normaliser.Normalise(raw).Items.OfType<InboundReport>().ToList();
        return reports.Count == 0
            ? throw new ExportException($"No report can be read from the file; is it an export of {file.Channel}? See what is in it with: hub normalise")
            : new ExportAudit(raw, reports);
    }
}

/// <summary>What a channel believed when the file was taken. The file is all that can be asked, and storing it whole is the repair.</summary>
internal sealed class ExportAudit(RawItem raw, IReadOnlyList<InboundReport> reports) : IChannelAudit
{
    private readonly FrozenDictionary<string, AuditEntry> entries = reports.DistinctBy(report => report.ExternalId)
        .ToFrozenDictionary(report => report.ExternalId, report => new AuditEntry(report.ExternalId, report.OccurredAt, null)
        {
            State = report.ChannelState,
            Word = report.ChannelWord,
            ContentVersion = report.ContentVersion,
        });

    public string Channel => raw.Channel;

    public string Account => raw.Account;

    /// <summary>From its first report to its last: of what lies outside the file says nothing.</summary>
    public AuditWindow Window => new(reports.Min(report => report.OccurredAt), reports.Max(report => report.OccurredAt).AddTicks(1));

    public Task<AuditResult> ListAsync(AuditWindow window, string? cursor, CancellationToken cancellationToken) =>
        Task.FromResult<AuditResult>(new AuditResult.Page([.. entries.Values], null));

    public Task<AuditFind> FindAsync(string externalId, CancellationToken cancellationToken) => Task.FromResult<AuditFind>(
        entries.TryGetValue(externalId, out var entry) ? new AuditFind.Shown(entry, [raw]) : new AuditFind.NotShown());
}
