namespace Hub.Router.Intake.Replay;

/// <summary>Which bodies of the archive are read again: those that came from <paramref name="From"/> until before <paramref name="To"/>.</summary>
public sealed record ReplayRange(string Channel, DateTimeOffset From, DateTimeOffset To)
{
    public string? Account { get; init; }

    /// <summary>Go on behind this body.</summary>
    public Guid? After { get; init; }

    public override string ToString() => $"{Channel}{(Account is null ? "" : $" {Account}")} {From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} to {To.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
}

/// <summary>One difference, free of identity.</summary>
/// <param name="What">adds, changes, newer, readable, unreadable or gone.</param>
/// <param name="Subject">A report's number, an item's external id, or a place in a body.</param>
public sealed record ReplaySample(string What, string Subject, string? Field, string? Before, string? After);

/// <summary>What reading the archive again would do, or did. A body may count in several.</summary>
public sealed record ReplayTally
{
    public int Bodies { get; init; }

    public int Unchanged { get; init; }

    /// <summary>Items the hub does not have.</summary>
    public int AddedItems { get; init; }

    /// <summary>Reports whose content differs.</summary>
    public int ChangedReports { get; init; }

    /// <summary>How often each field differs.</summary>
    public IReadOnlyDictionary<string, int> Fields { get; init; } = new Dictionary<string, int>();

    /// <summary>Quarantined places that are readable now.</summary>
    public int NowReadable { get; init; }

    /// <summary>Places that gave no trouble before.</summary>
    public int NoLongerReadable { get; init; }

    /// <summary>Reports that are not in today's reading of the body that made them; they stay as they are.</summary>
    public int Gone { get; init; }

    /// <summary>Bodies whose reading could not be saved; each is in the quarantine.</summary>
    public int NotSaved { get; init; }

    /// <summary>At most ten, of every kind some.</summary>
    public IReadOnlyList<ReplaySample> Samples { get; init; } = [];

    /// <summary>The last body that was looked at.</summary>
    public Guid? LastBody { get; init; }

    public bool Stopped { get; init; }

    public bool HasEffect => AddedItems + ChangedReports + NowReadable + NoLongerReadable > 0;
}
