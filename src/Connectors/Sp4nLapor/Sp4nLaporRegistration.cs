using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Polly;

namespace Hub.Connectors.Sp4nLapor;

internal static class Sp4nLaporRegistration
{
    /// <summary>On when its section exists. With a mode that cannot be read the host does not start.</summary>
    public static IServiceCollection AddSp4nLapor(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(Sp4nLaporOptions.Section);
        if (!section.Exists())
        {
            return services;
        }

        services.AddOptionsWithValidateOnStart<Sp4nLaporOptions, Sp4nLaporOptionsValidator>().BindConfiguration(Sp4nLaporOptions.Section);
        services.AddSingleton<IValidateOptions<Sp4nLaporOptions>, Sp4nLaporModeValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IReportNormaliser, Sp4nLaporNormaliser>();

        return Enum.TryParse<Sp4nLaporMode>(section[nameof(Sp4nLaporOptions.Mode)], ignoreCase: true, out var mode) && mode is Sp4nLaporMode.Files
            ? services.AddFiles()
            : services.AddApi();
    }

    private static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<Sp4nLaporToken>();
        services.AddTransient<Sp4nLaporCredential>();
        services.AddKeyedSingleton(Sp4nLaporChannel.Name, (provider, _) =>
            ChannelPipeline.Create(provider.GetRequiredService<IOptions<Sp4nLaporOptions>>().Value.AttemptTimeout, provider.GetRequiredService<TimeProvider>()));

        services.AddHttpClient<ISp4nLaporClient, Sp4nLaporClient>(Configure)
            .AddHttpMessageHandler(provider => new ResilienceHandler(provider.GetRequiredKeyedService<ResiliencePipeline<HttpResponseMessage>>(Sp4nLaporChannel.Name)))
            .AddHttpMessageHandler<Sp4nLaporCredential>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect leads to a login page, and a credential must not follow it.
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(5),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        services.AddSingleton<Sp4nLaporReader>();
        services.AddSingleton<IPolledChannel, Sp4nLaporPoller>();
        services.AddSingleton<IStatusSink, Sp4nLaporStatusSink>();
        services.AddSingleton<IChannelAudit, Sp4nLaporAudit>();
        return services.AddSingleton<IChannelProbe, Sp4nLaporProbe>();
    }

    private static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<IPolledChannel, Sp4nLaporDropFolder>();
        services.AddSingleton<IStatusSink, Sp4nLaporRecapSink>();
        return services.AddSingleton<IChannelProbe, Sp4nLaporFolderProbe>();
    }

    private static void Configure(IServiceProvider provider, HttpClient http)
    {
        var options = provider.GetRequiredService<IOptions<Sp4nLaporOptions>>().Value;
        http.BaseAddress = new Uri($"{options.BaseAddress!.AbsoluteUri.TrimEnd('/')}/");
        http.MaxResponseContentBufferSize = 32 * 1024 * 1024;

        // The pipeline limits each attempt up to its headers; this also ends a body that never does.
        http.Timeout = options.AttemptTimeout * 4;
    }
}
