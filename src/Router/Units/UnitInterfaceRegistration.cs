using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Router.Units;

/// <summary>What stands behind the interfaces of units: keys, webhooks, files.</summary>
internal static class UnitInterfaceRegistration
{
    public static IServiceCollection AddUnitInterfaces(this IServiceCollection services) => services
        .AddSingleton<UnitsOfToday>()
        .AddSingleton<SuccessionMove>()
        .AddSingleton(provider => new UnitSuccession(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<SuccessionMove>(), provider.GetRequiredService<UnitDirectory>(),
            provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<UnitWebhooks>()
        .AddSingleton(provider => new UnitWebhookDesk(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<UnitWebhooks>(), provider.GetRequiredService<OperatorJournal>(),
            provider.GetRequiredService<IOptions<UnitOptions>>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new UnitKeyDesk(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<UnitKeys>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new UnitFiles(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<Seal>(), provider.GetRequiredService<HubIds>(), provider.GetRequiredService<TimeProvider>()));
}
