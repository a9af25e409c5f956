using Hub.Router.Deadlines.Calendar;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Routing.Shadow;
using Hub.Router.Routing.Trial;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Routing;

internal static class RulesRegistration
{
    /// <summary>Asking the rules: for real, in a shadow, on history. The host adds the rules themselves.</summary>
    public static IServiceCollection AddRules(this IServiceCollection services) => services
        .AddSingleton<ShadowRules>()
        .AddSingleton<RuleDecider>()
        .AddSingleton(provider => new ShadowComparison(
            provider.GetRequiredService<ShadowRules>(), provider.GetRequiredService<HubStore>(), (provider.GetRequiredService<HubIds>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<HubMeter>(), provider.GetRequiredService<ILogger<ShadowComparison>>()))
        .AddSingleton(provider => new ShadowDesk(provider.GetRequiredService<HubStore>()))
        .AddSingleton(provider => new RuleSetJournal(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<OperatorJournal>()))
        .AddSingleton<PastDecisions>()
        .AddSingleton(provider => new TrialDesk(provider.GetRequiredService<PastDecisions>(), provider.GetRequiredService<DeadlineBook>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ReplayOfDecisions(provider.GetRequiredService<PastDecisions>()))
        .AddSingleton(provider => new ExplainDesk(provider.GetRequiredService<PastDecisions>()));
}
