using Hub.Router.Persistence.Rows;
using Hub.Router.Routing.Shadow;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Routing;

/// <summary>Asks the rules in force about a group of reports, and the shadow set after the decisions are saved.</summary>
internal sealed partial class RuleDecider(RoutingRules rules, ShadowComparison shadow, HubMeter meter, ILogger<RuleDecider> logger)
{
    /// <summary>One rule set decides the whole group, also when another is taken over meanwhile.</summary>
    public List<(Report Report, Decided Decided)> Decide(IReadOnlyList<Report> reports)
    {
        var engine = rules.Engine;
        return [.. reports.Select(report => (report, Decide(engine, report)))];
    }

    /// <summary>Never throws: what a shadow thinks holds nothing up.</summary>
    public Task SavedAsync(IReadOnlyList<(Report Report, Decided Decided)> made, CancellationToken cancellationToken) => shadow.CompareAsync(made, cancellationToken);

    private Decided Decide(RoutingEngine engine, Report report)
    {
        var judged = RuleJudgement.Of(engine, report);
        if (judged.Fault is { } fault)
        {
            meter.RuleFailure();
            Log.NotDecided(logger, report.Id, fault.GetType().Name);
        }

        return judged.Decided;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The rules failed on report {ReportId} with {Fault}; it goes to triage.")]
        public static partial void NotDecided(ILogger logger, Guid reportId, string fault);
    }
}
