using Hub.Router.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.Retention;

/// <summary>Removes what is done with, slice by slice with rests between them; one process at a time (RELIABILITY E8, E9, E14).</summary>
[DisallowConcurrentExecution]
internal sealed partial class Housekeeping(HubStore store, Leases leases, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<Housekeeping> logger) : IJob
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(5);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => new(CleanAsync(cancellationToken));

    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        foreach (var (what, remove) in Expiry.Of(options.Value, clock.GetUtcNow()))
        {
            var removed = await RemoveAsync(remove, cancellationToken);
            if (removed > 0)
            {
                Log.Removed(logger, removed, what);
            }
        }
    }

    private async Task<int> RemoveAsync(Func<HubDbContext, CancellationToken, Task<int>> remove, CancellationToken cancellationToken)
    {
        var total = 0;
        while (await leases.HoldAsync("housekeeping", LeaseTime, cancellationToken) is not null)
        {
            var removed = await store.WriteAsync((write, token) => remove(write.Db, token), cancellationToken);
            total += removed;
            if (removed < Expiry.Slice)
            {
                break;
            }

            await Task.Delay(options.Value.Pause, clock, cancellationToken);
        }

        return total;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} {What} were removed because their time is over.")]
        public static partial void Removed(ILogger logger, int count, string what);
    }
}
