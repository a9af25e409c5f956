using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake;

/// <summary>Counts arrivals once a minute.</summary>
internal sealed partial class ArrivalWatch(ArrivalCount arrivals, TimeProvider clock, ILogger<ArrivalWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await arrivals.CountAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, fault.GetType().Name);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Arrivals could not be counted ({Fault}); the next minute counts them too.")]
        public static partial void Failed(ILogger logger, string fault);
    }
}
