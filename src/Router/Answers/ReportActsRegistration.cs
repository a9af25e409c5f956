using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Units;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Answers;

/// <summary>The check and approval of answers, and what people do to reports: reopening, merging, taking apart.</summary>
internal static class ReportActsRegistration
{
    public static IServiceCollection AddReportActs(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AnswerOptions, AnswerOptionsValidator>().BindConfiguration(AnswerOptions.Section);

        return services
            .AddSingleton<AnswerGate>()
            .AddSingleton<ReportReopening>()
            .AddSingleton<ChannelVerdicts>()
            .AddSingleton<MergeWords>()
            .AddSingleton(provider => new AnswerDesk(provider.GetRequiredService<HubStore>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new AnswerActs(
                provider.GetRequiredService<HubStore>(), (provider.GetRequiredService<ReportChanges>(), provider.GetRequiredService<AnswerGate>()),
                provider.GetRequiredService<UnitPosts>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new ReopenDesk(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ReportReopening>(), provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new MergeDesk(
                provider.GetRequiredService<HubStore>(), provider.GetRequiredService<ReportChanges>(),
                (provider.GetRequiredService<MergedReports>(), provider.GetRequiredService<MergeWords>()),
                provider.GetRequiredService<OperatorJournal>(), provider.GetRequiredService<TimeProvider>()));
    }
}
