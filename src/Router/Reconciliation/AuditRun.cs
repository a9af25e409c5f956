using Hub.Contracts.Channels;

namespace Hub.Router.Reconciliation;

/// <summary>What is to be compared.</summary>
/// <param name="IsLight">Days whose sums agree need no listing.</param>
/// <param name="By">The person who asked; null for the timetable.</param>
internal sealed record ReconciliationOrder(IChannelAudit Audit, AuditWindow Window, bool IsLight, bool Repairs, string? By = null)
{
    /// <summary>The audit is a file: it costs no calls, and says nothing about what is not in its window.</summary>
    public bool IsFile { get; init; }

    public string Name => $"{Audit.Channel}/{Audit.Account}";
}

/// <summary>What one run has seen so far. Only what it has seen may be settled by it.</summary>
internal sealed class AuditRun(ReconciliationOrder order, DriftView view)
{
    private readonly Dictionary<string, FindingDraft> found = [];
    private readonly HashSet<string> examined = [];
    private readonly HashSet<string> listed = [];
    private readonly HashSet<string> stored = [];

    public ReconciliationOrder Order => order;

    public IChannelAudit Audit => order.Audit;

    public DriftView View => view;

    public IReadOnlyCollection<FindingDraft> Found => found.Values;

    /// <summary>Subjects that this run can speak about.</summary>
    public IReadOnlySet<string> Examined => examined;

    public int Listed => listed.Count;

    /// <summary>Calls for single things so far.</summary>
    public int Calls { get; set; }

    /// <summary>Why the run is not whole; the first reason stays.</summary>
    public string? Fault { get; private set; }

    public TimeSpan? RetryAfter { get; private set; }

    public bool IsStopped => Fault is not null;

    public void Stop(string reason, TimeSpan? retryAfter = null)
    {
        Fault ??= reason;
        RetryAfter ??= retryAfter;
    }

    public bool IsListed(string externalId) => listed.Contains(externalId);

    public void List(string externalId) => listed.Add(externalId);

    /// <summary>Raw keys that this run stored; several reports may stand in one body.</summary>
    public ISet<string> Stored => stored;

    public bool IsMissingThere(string externalId) => found.TryGetValue(externalId, out var draft) && draft.Class is Persistence.Rows.FindingClass.MissingThere;

    /// <summary>What was judged last about a subject holds.</summary>
    public void Take(string subject, Drift drift)
    {
        found.Remove(subject);
        examined.Remove(subject);
        if (drift is not Drift.CannotTell)
        {
            examined.Add(subject);
        }

        if (drift is Drift.Found { Draft: var draft })
        {
            found[subject] = draft;
        }
    }
}
