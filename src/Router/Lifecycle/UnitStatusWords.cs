using System.Collections.Frozen;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;

namespace Hub.Router.Lifecycle;

/// <summary>The words of <see cref="UnitStatus.Status"/> and our states. Another word is null: the caller refuses it, nobody guesses.</summary>
internal static class UnitStatusWords
{
    public const string Returned = "returned";

    private static readonly FrozenDictionary<string, ReportState> States = new Dictionary<string, ReportState>
    {
        ["acknowledged"] = ReportState.Acknowledged,
        ["in_progress"] = ReportState.InProgress,
        ["waiting_reporter"] = ReportState.WaitingReporter,
        ["postponed"] = ReportState.Postponed,
        ["answered"] = ReportState.Answered,
        [Returned] = ReportState.ReturnedByUnit,
        ["archived"] = ReportState.Archived,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> All => [.. States.Keys.Order(StringComparer.Ordinal)];

    public static ReportState? ToState(string? word) => word is not null && States.TryGetValue(word, out var state) ? state : null;
}
