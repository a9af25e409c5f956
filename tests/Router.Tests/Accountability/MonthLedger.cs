using Hub.Contracts.Reports;

namespace Hub.Router.Tests.Accountability;

/// <summary>What the load did to one report, in its own words and times; nothing here was read from the hub.</summary>
/// <param name="By">A unit's code, a person, the reporter, the channel.</param>
/// <param name="Word">decided, status words of units, reply, closed, reopened, withdrawn, merged.</param>
internal sealed record Deed(DateTimeOffset At, string By, string Word)
{
    /// <summary>Where a decision or a returned report went; null for triage.</summary>
    public string? Unit { get; init; }

    public string? ChannelWord { get; init; }

    /// <summary>What the citizen wrote; with the first decision.</summary>
    public string? Text { get; init; }
}

/// <summary>One report of the load, with everything that was done to it.</summary>
internal sealed record Life(string ExternalId, string Channel, ReportClass Class, DateTimeOffset ReceivedAt)
{
    public List<Deed> Deeds { get; } = [];

    /// <summary>A unit that had it is not suggested again: a person would decide.</summary>
    public HashSet<string> Had { get; } = [];
}

/// <summary>One status as the channel got it.</summary>
internal sealed record Telling(string ExternalId, string Channel, ReportState State, string? Unit, DateTimeOffset OccurredAt, DateTimeOffset ToldAt, bool Taken);

/// <summary>The raw ledgers of a month: lives as the load led them, statuses as the channels saw them.</summary>
internal sealed record MonthLedger(IReadOnlyList<Life> Lives, IReadOnlyList<Telling> Tellings, DateTimeOffset AsOf);
