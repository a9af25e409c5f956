using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Privacy;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router;

/// <summary>The rooms of the router. The host adds the store's engine, the bus, the rules and the unit directory.</summary>
public static class RouterRegistration
{
    public static IServiceCollection AddRouter(this IServiceCollection services) => services
        .AddPrivacy()
        .AddPersistence()
        .AddIntake()
        .AddLifecycle()
        .AddRouting()
        .AddUnits()
        .AddStatusSync()
        .AddOutbox();

    /// <summary>Work of a process that stands next to channels: stores and reads what comes in.</summary>
    public static IServiceCollection AddChannelWork(this IServiceCollection services) => services
        .AddHostedService(provider => provider.GetRequiredService<ChannelInbox>())
        .AddHostedService<BodyReader>();

    /// <summary>Work of every process: sends what it saved.</summary>
    public static IServiceCollection AddDispatch(this IServiceCollection services) => services.AddHostedService<OutboxDispatcher>();

    private static IServiceCollection AddPersistence(this IServiceCollection services) => services
        .AddSingleton<HubIds>()
        .AddSingleton<OperatorJournal>()
        .AddSingleton<HubStore>()
        .AddSingleton<HubSchema>()
        .AddSingleton<Leases>()
        .AddSingleton(provider => new HubPulse(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ChannelPolling>(), provider.GetRequiredService<StatusLane>(), provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<IntakeOptions, IntakeOptionsValidator>().BindConfiguration(IntakeOptions.Section);

        return services
            .AddSingleton<RawArchive>()
            .AddSingleton<ReadingQueue>()
            .AddSingleton<ChannelInbox>()
            .AddSingleton<IChannelInbox>(provider => provider.GetRequiredService<ChannelInbox>())
            .AddSingleton<InboundWriter>()
            .AddSingleton<NewReports>()
            .AddSingleton<ReportRows>()
            .AddSingleton<ReportNumbers>()
            .AddSingleton<FurtherWords>()
            .AddSingleton<ReportAdditions>()
            .AddSingleton<ChannelStatuses>()
            .AddSingleton<ChatThreads>()
            .AddSingleton<QuarantineShelf>()
            .AddSingleton<ChannelPolling>()
            .AddSingleton<IPollSignal, PollSignal>()
            .AddSingleton(provider => new QuarantineDesk(provider.GetRequiredService<HubStore>()))
            .AddSingleton(provider => new BusQuarantine(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<Seal>(), provider.GetRequiredService<HubIds>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static IServiceCollection AddLifecycle(this IServiceCollection services) => services
        .AddSingleton<ReporterVault>()
        .AddSingleton<ReportChanges>()
        .AddSingleton(provider => new ReportDesk(provider.GetRequiredService<HubStore>()));

    private static IServiceCollection AddRouting(this IServiceCollection services) => services
        .AddSingleton<ReportRouting>()
        .AddSingleton(provider => new TriageDesk(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ReportRouting>(), provider.GetRequiredService<UnitDirectory>(), provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddUnits(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<UnitOptions, UnitOptionsValidator>().BindConfiguration(UnitOptions.Section);

        return services
            .AddSingleton<UnitNames>()
            .AddSingleton<UnitPosts>()
            .AddSingleton<UnitDeliveries>()
            .AddSingleton(provider => new UnitRedrive(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<BusMessages>(), provider.GetRequiredService<OperatorJournal>(),
                provider.GetRequiredService<IOptions<UnitOptions>>(), (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<UnitRedrive>>())))
            .AddSingleton(provider => new UnitKeys(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<LookupHash>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new UnitInbox(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new UnitStatusDesk(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ReportChanges>(), provider.GetRequiredService<ReportRouting>(),
                provider.GetRequiredService<UnitDirectory>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static IServiceCollection AddStatusSync(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StatusSyncOptions, StatusSyncOptionsValidator>().BindConfiguration(StatusSyncOptions.Section);

        return services
            .AddSingleton<StatusLedger>()
            .AddSingleton<LedgerStore>()
            .AddSingleton<StatusLane>()
            .AddSingleton<SyncReceipts>();
    }

    private static IServiceCollection AddOutbox(this IServiceCollection services) => services
        .AddSingleton<OutboxQueue>()
        .AddSingleton<OutboxPace>()
        .AddSingleton(provider => new OutboxDesk(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<OutboxSender>()
        .AddSingleton<OutboxSettlement>()
        .AddSingleton<BusMessages>();
}
