using System.Globalization;
using Hub.Contracts.Channels;

namespace Hub.Router.Tests.Rig;

/// <summary>A channel that can be listed: what it shows, in pages of two, and when it goes away.</summary>
internal sealed class TestAudit(string channel) : IDigestedAudit
{
    private const int PageSize = 2;

    public string Channel => channel;

    public string Account => "main";

    /// <summary>What the list shows.</summary>
    public List<AuditEntry> Entries { get; } = [];

    /// <summary>Shown when asked for by number, and not in the list.</summary>
    public List<AuditEntry> Unlisted { get; } = [];

    public Func<AuditEntry, RawItem[]> Bodies { get; set; } = _ => [];

    /// <summary>By the number of the page, from 0.</summary>
    public Func<int, AuditResult.Unavailable?> AwayAt { get; set; } = _ => null;

    public Func<string, AuditFind.Unavailable?> AwayFor { get; set; } = _ => null;

    public Func<DateOnly, DigestResult> Digest { get; set; } = _ => new DigestResult.Differs();

    public List<AuditWindow> Windows { get; } = [];

    public List<string> Asked { get; } = [];

    public List<(DateOnly Day, int Held)> Days { get; } = [];

    public AuditEntry Shows(string id, string? version = "1", DateTimeOffset? at = null)
    {
        var when = at ?? RouterRig.Start - TimeSpan.FromHours(2);
        var entry = new AuditEntry(id, when, when) { ContentVersion = version };
        Entries.RemoveAll(known => known.ExternalId == id);
        Entries.Add(entry);
        return entry;
    }

    public void Hides(string id) => Entries.RemoveAll(known => known.ExternalId == id);

    public Task<AuditResult> ListAsync(AuditWindow window, string? cursor, CancellationToken cancellationToken)
    {
        Windows.Add(window);
        var page = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);
        if (AwayAt(page) is { } away)
        {
            return Task.FromResult<AuditResult>(away);
        }

        var end = (page + 1) * PageSize;
        var next = end < Entries.Count ? (page + 1).ToString(CultureInfo.InvariantCulture) : null;
        return Task.FromResult<AuditResult>(new AuditResult.Page([.. Entries.Skip(page * PageSize).Take(PageSize)], next));
    }

    public Task<AuditFind> FindAsync(string externalId, CancellationToken cancellationToken)
    {
        Asked.Add(externalId);
        var entry = Entries.Concat(Unlisted).FirstOrDefault(known => known.ExternalId == externalId);
        return Task.FromResult<AuditFind>(AwayFor(externalId) is { } away ? away : entry is null ? new AuditFind.NotShown() : new AuditFind.Shown(entry, Bodies(entry)));
    }

    public Task<DigestResult> CompareAsync(DateOnly day, IReadOnlyList<AuditedVersion> held, CancellationToken cancellationToken)
    {
        Days.Add((day, held.Count));
        return Task.FromResult(Digest(day));
    }
}
