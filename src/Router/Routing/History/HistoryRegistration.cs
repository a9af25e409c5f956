using Hub.Router.Accountability;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Units;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Routing;

/// <summary>What is learned of decisions: labels, returns by rule, reports that the rules would now decide otherwise.</summary>
internal static class HistoryRegistration
{
    public static IServiceCollection AddRoutingHistory(this IServiceCollection services) => services
        .AddSingleton<AmendedReports>()
        .AddSingleton(provider => new DoubtDesk(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new RuleReturns(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<UnitDirectory>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new RoutingHistory(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<UnitDirectory>(), provider.GetRequiredService<OperatorJournal>()));
}
