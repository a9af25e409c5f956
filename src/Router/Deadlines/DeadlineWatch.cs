using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Deadlines;

/// <summary>Looks every half minute what the clocks bring about: reports without clocks, another calendar, what is due.</summary>
internal sealed partial class DeadlineWatch(ClockBackfill backfill, ClockRecount recount, DeadlineSweep sweep, TimeProvider clock, ILogger<DeadlineWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        clock.RepeatAsync(Every, (LookAsync, fault => Log.Failed(logger, fault)), stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await backfill.RunAsync(cancellationToken);

        // A due time that a late decree has moved is not acted upon.
        await recount.RunAsync(cancellationToken);
        await sweep.RunAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The look at the deadlines failed with {Fault}; the next one goes on with it.")]
        public static partial void Failed(ILogger logger, string fault);
    }
}
