using Hub.Connectors;
using Hub.Router;
using Hub.Worker.Config;
using Hub.Worker.Http;

namespace Hub.Worker;

/// <summary>Builds the host: a table of contents of what runs.</summary>
internal static class HubHost
{
    /// <summary>The whole hub, ready to listen and work.</summary>
    /// <exception cref="SettingsException">The configuration is wrong; the message names every fault.</exception>
    public static WebApplication BuildService(HubSettings settings)
    {
        var builder = Builder(settings);
        var hub = HubOptions.Read(builder.Configuration);

        var faults = builder.Services.AddHubServices(builder.Configuration, decides: true);

        // They stop in the opposite order: the listener first, then channels, polls, dispatcher and consumers (RELIABILITY D5).
        builder.Services.AddMessaging(hub);
        builder.Services.AddDispatch();
        builder.Services.AddScheduling();
        builder.Services.AddHubHealth(hub);
        builder.Services.AddObservability();
        builder.Services.AddRuleFilesWatch();
        if (hub.Has(HubRole.Router))
        {
            builder.Services.AddDeadlineWork();
        }

        if (hub.Has(HubRole.Connectors))
        {
            builder.Services.AddChannelWork();
        }

        var app = builder.Build();
        SettingsCheck.Require(app.Services, builder.Services, [.. settings.Strangers(), .. faults]);
        app.UseExceptionHandler();
        app.UseComeBack();
        app.UseNoNullCharacter();
        app.MapHubHealth();
        app.MapUnits();
        app.MapUnitWebhooks();
        app.MapOperations();
        app.MapReconciliation();
        if (hub.Has(HubRole.Connectors))
        {
            app.MapConnectorWebhooks();
        }

        return app;
    }

    /// <summary>The rooms without their work, for verbs that read or write the store beside a running hub.</summary>
    public static WebApplication BuildTools(HubSettings settings)
    {
        var builder = Builder(settings);
        var faults = builder.Services.AddHubServices(builder.Configuration, decides: false);
        builder.Services.AddMessaging(new HubOptions());

        // What a verb says goes to its output; what the rooms log must not stand in it.
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddScheduling();
        var app = builder.Build();
        SettingsCheck.Require(app.Services, builder.Services, [.. settings.Strangers(), .. faults]);
        return app;
    }

    /// <returns>What is wrong with the rule files.</returns>
    private static IReadOnlyList<string> AddHubServices(this IServiceCollection services, IConfiguration configuration, bool decides)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<HubEnding>();
        services.AddOptionsWithValidateOnStart<HubOptions, HubOptionsValidator>().BindConfiguration(HubOptions.Section);
        services.AddOptionsWithValidateOnStart<HttpOptions, HttpOptionsValidator>().BindConfiguration(HttpOptions.Section);
        services.AddOptionsWithValidateOnStart<OperationsOptions, OperationsOptionsValidator>().BindConfiguration(OperationsOptions.Section);
        services.AddProblemDetails();
        services.AddExceptionHandler<StoreAway>();
        services.AddUnitApi();
        services.AddRouter();
        services.AddConnectors(configuration);
        services.AddStorage();
        return [.. services.AddRoutingRules(configuration, decides), .. services.AddDeadlineRules(configuration)];
    }

    private static WebApplicationBuilder Builder(HubSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "hub", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        settings.AddTo(builder.Configuration);
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning).AddFilter("MassTransit", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            // A line for each connection over the limit would be a second flood; the collector gets kestrel.rejected_connections.
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error).AddFilter("Microsoft.EntityFrameworkCore.Migrations", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HubOptions.Read(builder.Configuration).StopWithin * 8 / 9);
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 5 * 1024 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 2000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            kestrel.Limits.MinRequestBodyDataRate = new Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate(1024, TimeSpan.FromSeconds(2));
        });
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, settings.Address);
        return builder;
    }
}
