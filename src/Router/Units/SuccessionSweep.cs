using Hub.Router.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.Units;

/// <summary>Brings the reports of units that ended to those who carry on their work; a unit ends at midnight in Jakarta, and a late report may still be decided by the structure of its own day.</summary>
[DisallowConcurrentExecution]
internal sealed partial class SuccessionSweep(UnitSuccession succession, Leases leases, IOptions<UnitOptions> options, ILogger<SuccessionSweep> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (!options.Value.MoveToSuccessors || await leases.HoldAsync("unit-succession", TimeSpan.FromMinutes(2), cancellationToken) is null)
        {
            return;
        }

        foreach (var line in await succession.ApplyAsync(null, cancellationToken))
        {
            Log.Moved(logger, line.Open, line.Unit, line.Successor ?? "triage");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} open reports of {Unit}, which has ended, went to {Successor}.")]
        public static partial void Moved(ILogger logger, int count, string unit, string successor);
    }
}
