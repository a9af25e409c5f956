using Hub.Connectors.ContactCenter158;
using Hub.Connectors.Sp4nLapor;
using Hub.Connectors.UnitWebhook;
using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Connectors;

/// <summary>The list of channels. A channel is on when its section is in the configuration.</summary>
public static class ConnectorRegistration
{
    /// <summary>Every section a channel reads, also of channels that are off: a misspelt one would leave its channel silent.</summary>
    public static IReadOnlyList<string> Sections => [Sp4nLaporOptions.Section, ContactCenter158Options.Section, WhatsAppOptions.Section];

    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration) => services
        .AddSp4nLapor(configuration)
        .AddContactCenter158(configuration)
        .AddWhatsApp(configuration)
        .AddUnitWebhook();

    public static IEndpointRouteBuilder MapConnectorWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapContactCenter158();
        routes.MapWhatsApp();
        return routes;
    }

    /// <summary>Every channel's reader, without configuration: for reading bodies that are not stored.</summary>
    public static IReadOnlyList<IReportNormaliser> Normalisers() =>
        [new Sp4nLaporNormaliser(), new ContactCenter158Normaliser(), WhatsAppRegistration.CreateNormaliser()];
}
