using Hub.Router.Deadlines.Calendar;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Deadlines;

internal static class DeadlineRegistration
{
    public static IServiceCollection AddDeadlines(this IServiceCollection services) => services
        .AddSingleton<ClockWriter>()
        .AddSingleton<Superiors>()
        .AddSingleton<DeadlineSlice>()
        .AddSingleton<DeadlineSweep>()
        .AddSingleton<ClockRecount>()
        .AddSingleton<ClockBackfill>()
        .AddSingleton<IReopenWindow, ReopenWindow>()
        .AddSingleton(provider => new DeadlineDesk(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<DeadlineBook>(), provider.GetRequiredService<WorkCalendars>(), provider.GetRequiredService<TimeProvider>()));
}
