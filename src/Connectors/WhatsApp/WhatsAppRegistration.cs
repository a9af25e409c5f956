using System.Net.Http.Headers;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;

namespace Hub.Connectors.WhatsApp;

internal static class WhatsAppRegistration
{
    public const string Route = "/webhooks/whatsapp";

    /// <summary>Does nothing when the section is absent: the channel is off then.</summary>
    public static IServiceCollection AddWhatsApp(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.GetSection(WhatsAppOptions.Section).Exists())
        {
            return services;
        }

        services.AddOptionsWithValidateOnStart<WhatsAppOptions, WhatsAppOptionsValidator>().BindConfiguration(WhatsAppOptions.Section);
        services.AddSingleton<IValidateOptions<WhatsAppOptions>, WhatsAppOptionsRules>();

        services.AddSingleton<WhatsAppSignature>();
        services.AddSingleton<WhatsAppWebhook>();
        services.AddSingleton<IReportNormaliser>(provider => new WhatsAppNormaliser(new WhatsAppAccounts([.. Options(provider).Numbers])));

        services.AddWhatsAppClients();
        services.AddSingleton<IStatusSink, WhatsAppStatusSink>();
        services.AddSingleton<IAttachmentSource, WhatsAppAttachmentSource>();
        services.AddSingleton<IChannelProbe, WhatsAppProbe>();
        return services;
    }

    /// <summary>Reads stored bodies without any configuration; every account is accepted.</summary>
    public static IReportNormaliser CreateNormaliser() => new WhatsAppNormaliser(WhatsAppAccounts.Any);

    public static IEndpointRouteBuilder MapWhatsApp(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<WhatsAppWebhook>() is null)
        {
            return routes;
        }

        routes.MapGet(Route, (HttpContext context, WhatsAppWebhook webhook) => webhook.VerifyAsync(context)).ExcludeFromDescription();
        routes.MapPost(Route, async (HttpContext context, WhatsAppWebhook webhook, IChannelInbox inbox) =>
            Results.StatusCode(await webhook.ReceiveAsync(context.Request, inbox, context.RequestAborted))).ExcludeFromDescription();
        return routes;
    }

    /// <summary>Default logging of clients is removed: addresses of media hold tokens.</summary>
    private static void AddWhatsAppClients(this IServiceCollection services)
    {
        services.AddKeyedSingleton<ResiliencePipeline<HttpResponseMessage>>(WhatsAppChannel.Name, (provider, _) =>
            ChannelPipeline.Create(Options(provider).AttemptTimeout, provider.GetRequiredService<TimeProvider>()));

        services.AddHttpClient<IWhatsAppClient, WhatsAppClient>(WhatsAppChannel.Name, (provider, http) => Prepare(http, Options(provider)))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .AddHttpMessageHandler(provider => new ResilienceHandler(provider.GetRequiredKeyedService<ResiliencePipeline<HttpResponseMessage>>(WhatsAppChannel.Name)))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        services.AddSingleton<WhatsAppMediaHosts>();
        services.AddHttpClient<WhatsAppMediaDownload>(WhatsAppChannel.Name + "-media", http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.Add(UserAgent);
            })
            .ConfigurePrimaryHttpMessageHandler(provider => WhatsAppMediaConnection.CreateHandler(Options(provider).MediaHttpAllowed))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
    }

    private static void Prepare(HttpClient http, WhatsAppOptions options)
    {
        http.BaseAddress = new Uri($"{options.GraphAddress.AbsoluteUri.TrimEnd('/')}/{options.GraphVersion}/");

        // The pipeline limits the wait for the headers; this limits a body that trickles.
        http.Timeout = options.AttemptTimeout * 4;
        http.MaxResponseContentBufferSize = 1024 * 1024;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.AccessToken);
        http.DefaultRequestHeaders.UserAgent.Add(UserAgent);
    }

    private static ProductInfoHeaderValue UserAgent => new("pu-hub", "1.0");

    private static WhatsAppOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<WhatsAppOptions>>().Value;
}
