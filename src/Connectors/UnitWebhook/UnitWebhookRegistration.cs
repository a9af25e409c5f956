using System.Net;
using Hub.Contracts.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.UnitWebhook;

internal static class UnitWebhookRegistration
{
    public static IServiceCollection AddUnitWebhook(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<UnitWebhookOptions, UnitWebhookOptionsValidator>().BindConfiguration(UnitWebhookOptions.Section);
        services.AddSingleton<IValidateOptions<UnitWebhookOptions>, UnitWebhookHostsValidator>();

        services.TryAddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddSingleton<GuardedConnect>();
        services.AddSingleton<UnitPipelines>();
        services.AddTransient<PerUnitResilience>();

        // The factory's own loggers write whole addresses and, at trace level, signatures.
        services.AddHttpClient<IUnitEndpoint, UnitWebhookEndpoint>(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(provider.GetRequiredService<GuardedConnect>()))
            .AddHttpMessageHandler<PerUnitResilience>();

        return services;
    }

    // HTTP/1.1 and 2 go through the guard; a proxy would connect in our place, and a redirect would lead elsewhere.
    private static SocketsHttpHandler Handler(GuardedConnect guard) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = guard.ConnectAsync,
    };
}
