using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Lifecycle;

/// <summary>When one report may go on under another. Pure.</summary>
internal static class MergeRules
{
    /// <param name="hasFollowers">Other reports go on under the one that is to be merged.</param>
    /// <returns>Null when it may be done, else why not.</returns>
    public static string? Fault(Report report, Report into, bool hasFollowers) => (report, into) switch
    {
        _ when report.Id == into.Id => $"{report.Number} cannot go on under itself.",
        _ when report.State is ReportState.Merged => $"{report.Number} goes on under another report already; take it apart first with: hub report unmerge {report.Number}",
        _ when ReportTransitions.IsEnd(report.State) => $"{report.Number} has ended ({report.State}); only an open report can go on under another.",
        _ when into.State is ReportState.Merged => $"{into.Number} goes on under another report itself; name that one.",
        _ when ReportTransitions.IsEnd(into.State) => $"{into.Number} has ended ({into.State}); nothing more would be said to the reporter of {report.Number}.",
        _ when into.State is ReportState.Received => $"{into.Number} has not been decided yet; wait until it has its unit.",
        _ when hasFollowers => $"Other reports go on under {report.Number}; merge each of them by itself.",
        _ when report.Restricted != into.Restricted => $"One of {report.Number} and {into.Number} is restricted and the other is not; their answers must not meet.",
        _ => null,
    };
}
