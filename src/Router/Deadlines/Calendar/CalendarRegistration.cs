using Hub.Router.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Deadlines.Calendar;

internal static class CalendarRegistration
{
    /// <summary>The host adds the limits and the list of days off.</summary>
    public static IServiceCollection AddCalendar(this IServiceCollection services) => services
        .AddSingleton<CalendarHistory>()
        .AddSingleton(provider => new WorkCalendars(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<CalendarHistory>(), provider.GetRequiredService<HolidayList>(),
            provider.GetRequiredService<ILogger<WorkCalendars>>()))
        .AddSingleton(provider => new CalendarDesk(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<CalendarHistory>(), provider.GetRequiredService<WorkCalendars>()));
}
