using Hub.Contracts.Channels;
using Hub.Router.Accountability;
using Hub.Router.Answers;
using Hub.Router.Deadlines;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Intake;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Privacy;
using Hub.Router.Reconciliation;
using Hub.Router.Retention;
using Hub.Router.Routing;
using Hub.Router.Routing.Questions;
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
        .AddCalendar()
        .AddRouting()
        .AddDeadlines()
        .AddUnits()
        .AddReportActs()
        .AddStatusSync()
        .AddRetention()
        .AddReconciliation()
        .AddAccountability()
        .AddOutbox();

    /// <summary>Work of a process that stands next to channels: stores and reads what comes in.</summary>
    public static IServiceCollection AddChannelWork(this IServiceCollection services) => services
        .AddHostedService(provider => provider.GetRequiredService<ChannelInbox>())
        .AddHostedService(provider => provider.GetRequiredService<BodyReader>())
        .AddHostedService<PressureWatch>()
        .AddHostedService<PollLeaseKeeper>();

    /// <summary>Work of every process: sends what it saved, and knows the calendar in force.</summary>
    public static IServiceCollection AddDispatch(this IServiceCollection services) => services.AddHostedService<OutboxDispatcher>().AddHostedService<ArrivalWatch>().AddHostedService<CalendarWatch>();

    /// <summary>Work of a router process: reminders, escalations, automatic closings.</summary>
    public static IServiceCollection AddDeadlineWork(this IServiceCollection services) => services.AddHostedService<DeadlineWatch>();

    private static IServiceCollection AddPersistence(this IServiceCollection services) => services
        .AddSingleton<HubIds>()
        .AddSingleton<OperatorJournal>()
        .AddSingleton<HubMeter>()
        .AddSingleton<AuditSealing>()
        .AddSingleton(provider => new AuditDesk(provider.GetRequiredService<HubStore>()))
        .AddSingleton<HubStore>()
        .AddSingleton<HubSchema>()
        .AddSingleton<Leases>()
        .AddSingleton(provider => new HubPulse(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ChannelPolling>(), provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<IntakeOptions, IntakeOptionsValidator>().BindConfiguration(IntakeOptions.Section);
        services.AddSingleton<IValidateOptions<IntakeOptions>, IntakeOptionsRules>();
        services.AddOptionsWithValidateOnStart<SilenceOptions, SilenceOptionsValidator>().BindConfiguration(SilenceOptions.Section);

        return services
            .AddSingleton(provider => new IntakePressure(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<IOptions<IntakeOptions>>(), provider.GetRequiredService<BodySweep>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<IntakePressure>>()))
            .AddSingleton(provider => new ChannelSilence(provider.GetRequiredService<IOptions<SilenceOptions>>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ArrivalCount>()
            .AddSingleton<IntakeGate>()
            .AddSingleton<PageStore>()
            .AddSingleton<RawArchive>()
            .AddSingleton<ReadingQueue>()
            .AddSingleton<IntakeRush>()
            .AddSingleton<ChannelInbox>()
            .AddSingleton<IChannelInbox>(provider => provider.GetRequiredService<ChannelInbox>())
            .AddSingleton<InboundWriter>()
            .AddSingleton<InboundPlaces>()
            .AddSingleton<WaitingRoom>()
            .AddSingleton<BodySweep>()
            .AddSingleton<BodyReader>()
            .AddSingleton<NewReports>()
            .AddSingleton<ReportRows>()
            .AddSingleton<ReportNumbers>()
            .AddSingleton<FurtherWords>()
            .AddSingleton<ReportAdditions>()
            .AddSingleton<ReporterWords>()
            .AddSingleton<ChannelStatuses>()
            .AddSingleton<ChatThreads>()
            .AddSingleton<QuarantineShelf>()
            .AddSingleton<ChannelPolling>()
            .AddSingleton<IPollSignal, PollSignal>()
            .AddQuarantine()
            .AddSingleton(provider => new BusQuarantine(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<Seal>(), provider.GetRequiredService<HubIds>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static IServiceCollection AddLifecycle(this IServiceCollection services) => services
        .AddSingleton<ReporterVault>()
        .AddSingleton<MergedReports>()
        .AddSingleton<ReportChanges>()
        .AddSingleton(provider => new ReportDesk(provider.GetRequiredService<HubStore>()));

    private static IServiceCollection AddRouting(this IServiceCollection services) => services
        .AddRoutingHistory()
        .AddRules()
        .AddQuestions()
        .AddSingleton<FreshReports>()
        .AddSingleton<UndecidedReports>()
        .AddSingleton<Decisions>()
        .AddSingleton<ReportRouting>()
        .AddSingleton<AmendedInTriage>()
        .AddSingleton(provider => new TriageDesk(
            provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ReportRouting>(), provider.GetRequiredService<UnitDirectory>(), provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddUnits(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<UnitOptions, UnitOptionsValidator>().BindConfiguration(UnitOptions.Section);

        return services
            .AddSingleton<UnitNames>()
            .AddSingleton<UnitPosts>()
            .AddSingleton<UnitGates>()
            .AddSingleton<UnitDeliveries>()
            .AddSingleton<UnitLanes>()
            .AddSingleton<UnitReturns>()
            .AddSingleton(provider => new UnitStatusMail(provider.GetRequiredService<UnitStatusDesk>(), provider.GetRequiredService<BusQuarantine>()))
            .AddSingleton<UnitStatusBatch>()
            .AddSingleton(provider => new UnitRedrive(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<BusMessages>(), provider.GetRequiredService<OperatorJournal>(),
                provider.GetRequiredService<IOptions<UnitOptions>>(), (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<UnitRedrive>>())))
            .AddSingleton(provider => new UnitKeys(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<LookupHash>(), provider.GetRequiredService<TimeProvider>()))
            .AddUnitInterfaces()
            .AddSingleton(provider => new UnitInbox(provider.GetRequiredService<HubStore>()))
            .AddSingleton(provider => new UnitStatusDesk(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<UnitStatusBatch>(), provider.GetRequiredService<UnitReturns>(), provider.GetRequiredService<UnitFiles>()));
    }

    private static IServiceCollection AddStatusSync(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StatusSyncOptions, StatusSyncOptionsValidator>().BindConfiguration(StatusSyncOptions.Section);

        return services
            .AddSingleton<StatusLedger>()
            .AddSingleton<IValidateOptions<StatusSyncOptions>, StatusSyncRates>()
            .AddSingleton<ChannelCircuits>()
            .AddSingleton<SyncBudgets>()
            .AddSingleton<OutboundStatuses>()
            .AddSingleton<LedgerLeases>()
            .AddSingleton<LedgerSettlement>()
            .AddSingleton<LedgerQueue>()
            .AddSingleton<LedgerStore>()
            .AddSingleton<StatusAttempts>()
            .AddSingleton<StatusLane>()
            .AddSingleton<SyncReceipts>()
            .AddSingleton(provider => new SyncDesk(
                provider.GetRequiredService<HubStore>(), provider.GetServices<IStatusSink>(), provider.GetRequiredService<IOptions<StatusSyncOptions>>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new SyncActs(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ChannelCircuits>(), provider.GetRequiredService<OperatorJournal>(),
                provider.GetRequiredService<HubIds>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RetentionOptions, RetentionOptionsValidator>().BindConfiguration(RetentionOptions.Section);

        return services.AddSingleton<Housekeeping>();
    }

    private static IServiceCollection AddOutbox(this IServiceCollection services) => services
        .AddSingleton<OutboxQueue>()
        .AddSingleton<OutboxPace>()
        .AddSingleton(provider => new OutboxDesk(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<OutboxSender>()
        .AddSingleton<OutboxSweep>()
        .AddSingleton<OutboxSettlement>()
        .AddSingleton<BusMessages>();
}
