using Hub.Contracts.Channels;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Reconciliation;

internal static class ReconciliationRegistration
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ReconciliationOptions, ReconciliationOptionsValidator>().BindConfiguration(ReconciliationOptions.Section);
        services.AddSingleton<IValidateOptions<ReconciliationOptions>, ReconciliationOptionsRules>();

        return services
            .AddSingleton<AuditPace>()
            .AddSingleton<HeldReports>()
            .AddSingleton<FindingStore>()
            .AddSingleton<SightingStore>()
            .AddSingleton<ChannelComparison>()
            .AddSingleton<StatusProofs>()
            .AddSingleton<FetchAgain>()
            .AddSingleton<ReceiptCounts>()
            .AddSingleton<ExportAudits>()
            .AddSingleton<ReconciliationStates>()
            .AddSingleton<ReconciliationRooms>()
            .AddSingleton(provider => new ReconciliationDesk(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new Reconciler(
                provider.GetServices<IChannelAudit>(), provider.GetRequiredService<ReconciliationRooms>(), provider.GetRequiredService<IOptions<ReconciliationOptions>>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Reconciler>>()));
    }
}
