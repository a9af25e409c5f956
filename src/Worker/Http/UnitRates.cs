using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Http;

/// <summary>How fast each key may call: a bucket for each, filled steadily. One unit's hurry costs the others nothing.</summary>
internal sealed class UnitRates(IOptions<UnitApiOptions> options) : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<string> calls = PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.Burst,
            TokensPerPeriod = Math.Max(1, options.Value.PerSecond / 10),
            ReplenishmentPeriod = options.Value.PerSecond >= 10 ? Step : TimeSpan.FromSeconds(1.0 / options.Value.PerSecond),
            AutoReplenishment = true,
        }));

    private readonly ConcurrencyLimiter files = new(new ConcurrencyLimiterOptions { PermitLimit = options.Value.FilesAtOnce });

    /// <returns>Null when the call may go on, else how long to wait.</returns>
    public TimeSpan? Refusal(string key)
    {
        using var lease = calls.AttemptAcquire(key);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    /// <returns>A place to take a file in; it may not have been got.</returns>
    public RateLimitLease File() => files.AttemptAcquire();

    public void Dispose()
    {
        calls.Dispose();
        files.Dispose();
    }
}
