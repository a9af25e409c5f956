using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake;

/// <summary>Looks every other second how much waits.</summary>
internal sealed partial class PressureWatch(IntakePressure pressure, TimeProvider clock, ILogger<PressureWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // After a fault the level stays: a store that is away refuses pushes by itself.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        clock.RepeatAsync(Every, (pressure.MeasureAsync, fault => Log.Failed(logger, fault)), stoppingToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "What waits could not be measured ({Fault}).")]
        public static partial void Failed(ILogger logger, string fault);
    }
}
