using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake;

/// <summary>Counts arrivals once a minute.</summary>
internal sealed partial class ArrivalWatch(ArrivalCount arrivals, TimeProvider clock, ILogger<ArrivalWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        clock.RepeatAsync(Every, (arrivals.CountAsync, fault => Log.Failed(logger, fault)), stoppingToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Arrivals could not be counted ({Fault}); the next minute counts them too.")]
        public static partial void Failed(ILogger logger, string fault);
    }
}
