using Hub.Router.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>
/// Keeps the leases of the accounts this hub polls, between polls and while a long one runs. A hub that is killed stops
/// keeping them, and so does one whose poll job died: another hub takes over.
/// </summary>
internal sealed partial class PollLeaseKeeper(ChannelPolling polling, Leases leases, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<PollLeaseKeeper> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await leases.ReleaseAsync([.. polling.States.Where(state => !state.StandsBy).Select(state => state.Lease)], cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.Failed(logger, fault.GetType().Name);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        clock.RepeatAsync(options.Value.PollLease / 4, (KeepAsync, fault => Log.Failed(logger, fault)), stoppingToken);

    public Task KeepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ours = polling.States.Where(state => !state.StandsBy && !state.IsDead(now)).Select(state => state.Lease).ToList();
        return leases.KeepAsync(ours, options.Value.PollLease, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The leases of polled accounts could not be kept ({Fault}); another hub may poll them.")]
        public static partial void Failed(ILogger logger, string fault);
    }
}
