using Hub.Contracts.Channels;
using Hub.Router;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Worker;

/// <summary>The clockwork: polls and sweeps of the roles that run here.</summary>
internal static class Scheduling
{
    public static IServiceCollection AddScheduling(this IServiceCollection services)
    {
        services.AddQuartz();
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = false);
        return services.AddHostedService<Timetable>();
    }

    private sealed class Timetable(ISchedulerFactory schedulers, IOptions<HubOptions> hub, IEnumerable<IPolledChannel> polled, IEnumerable<IStatusSink> sinks, IEnumerable<IChannelAudit> audits) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            if (hub.Value.Has(HubRole.Connectors))
            {
                await RouterJobs.ScheduleChannelsAsync(scheduler, [.. polled], [.. sinks.Select(sink => sink.Channel)], cancellationToken);
                await RouterJobs.ScheduleReconciliationAsync(scheduler, [.. audits], cancellationToken);
            }

            if (hub.Value.Has(HubRole.Router))
            {
                await RouterJobs.ScheduleRouterAsync(scheduler, cancellationToken);
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
