using Hub.Router.Deadlines.Calendar;
using Hub.Router.Intake;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Units;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Router.Accountability;

/// <summary>What the hub can say about reports: figures over many, the timeline of one.</summary>
internal static class AccountabilityRegistration
{
    public static IServiceCollection AddAccountability(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<FigureOptions, FigureOptionsValidator>().BindConfiguration(FigureOptions.Section);

        return services
            .AddSingleton(provider => new TimelineDesk(provider.GetRequiredService<HubStore>(), new ArrivalSteps(provider.GetRequiredService<RawArchive>())))
            .AddSingleton(provider => new FigureDesk(
                provider.GetRequiredService<HubStore>(),
                provider.GetRequiredService<UnitDirectory>(),
                (new SlaFigures(provider.GetRequiredService<WorkCalendars>(), provider.GetRequiredService<IOptions<FigureOptions>>()), new BacklogFigures(provider.GetRequiredService<WorkCalendars>())),
                provider.GetRequiredService<TimeProvider>()));
    }
}
