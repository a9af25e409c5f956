using Hub.Router.Intake.Replay;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Intake.Quarantine;

/// <summary>The rooms in which people try again what failed.</summary>
internal static class QuarantineRegistration
{
    public static IServiceCollection AddQuarantine(this IServiceCollection services) => services
        .AddSingleton<StoredBodies>()
        .AddSingleton<ReportContents>()
        .AddSingleton<ReportCorrections>()
        .AddSingleton<ReadingAgain>()
        .AddSingleton<BusResend>()
        .AddSingleton<QuarantineTry>()
        .AddSingleton<QuarantineRetry>()
        .AddSingleton<QuarantineEdits>()
        .AddSingleton(provider => new QuarantineDesk(
            provider.GetRequiredService<HubStore>(), (provider.GetRequiredService<QuarantineEdits>(), provider.GetRequiredService<QuarantineRetry>()),
            provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new QuarantineBulk(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<QuarantineDesk>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ReplayDesk(
            provider.GetRequiredService<HubStore>(), (provider.GetRequiredService<StoredBodies>(), provider.GetRequiredService<ReadingAgain>(), provider.GetRequiredService<InboundWriter>()),
            provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()));
}
