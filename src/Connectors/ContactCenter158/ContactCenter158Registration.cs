using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;

namespace Hub.Connectors.ContactCenter158;

internal static class ContactCenter158Registration
{
    public const string TokenClient = "cc158-token";

    private const int LargestAnswer = 32 * 1024 * 1024;

    public static IServiceCollection AddContactCenter158(this IServiceCollection services, IConfiguration configuration)
    {
        // The raw archive and files given by hand are read also where the channel is off.
        services.AddSingleton<IReportNormaliser, ContactCenter158Normaliser>();

        if (!configuration.GetSection(ContactCenter158Options.Section).Exists())
        {
            return services;
        }

        services.AddOptionsWithValidateOnStart<ContactCenter158Options, ContactCenter158OptionsValidator>()
            .BindConfiguration(ContactCenter158Options.Section);
        services.AddSingleton<IValidateOptions<ContactCenter158Options>, ContactCenter158OptionsRules>();

        services.AddSingleton<IPolledChannel, ContactCenter158Poller>();
        services.AddSingleton<IStatusSink, ContactCenter158StatusSink>();
        services.AddSingleton<IChannelAudit, ContactCenter158Audit>();
        services.AddSingleton<IAttachmentSource, ContactCenter158Attachments>();
        services.AddSingleton<IChannelProbe, ContactCenter158Probe>();
        services.AddSingleton<ContactCenter158Webhook>();

        return services.AddClient();
    }

    public static IEndpointRouteBuilder MapContactCenter158(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<ContactCenter158Webhook>() is { } webhook)
        {
            routes.MapPost(
                ContactCenter158Options.WebhookRoute,
                (HttpRequest request, CancellationToken cancellationToken) => webhook.ReceiveAsync(request, cancellationToken));
        }

        return routes;
    }

    private static IServiceCollection AddClient(this IServiceCollection services)
    {
        // One circuit for the channel, however often its clients are made.
        services.AddKeyedSingleton(ContactCenter158Options.Channel, (provider, _) =>
            ChannelPipeline.Create(Options(provider).AttemptTimeout, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ContactCenter158Tokens>();
        services.AddTransient<ContactCenter158Authorization>();

        services.AddHttpClient<IContactCenter158Client, ContactCenter158Client>((provider, client) =>
            {
                client.BaseAddress = Rooted(Options(provider).BaseAddress);
                client.MaxResponseContentBufferSize = LargestAnswer;

                // The pipeline limits each attempt up to the headers; this limits a body that drips.
                client.Timeout = Options(provider).AttemptTimeout * 4;
            })
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(Wire)
            .AddHttpMessageHandler(provider => new ResilienceHandler(
                provider.GetRequiredKeyedService<ResiliencePipeline<HttpResponseMessage>>(ContactCenter158Options.Channel)))
            .AddHttpMessageHandler<ContactCenter158Authorization>();

        services.AddHttpClient(TokenClient, (provider, client) => client.Timeout = Options(provider).AttemptTimeout)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(Wire);

        return services;
    }

    // A redirect would carry the credential to another host.
    private static SocketsHttpHandler Wire() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static ContactCenter158Options Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<ContactCenter158Options>>().Value;

    private static Uri Rooted(Uri address) => new(address.AbsoluteUri.TrimEnd('/') + "/");
}
