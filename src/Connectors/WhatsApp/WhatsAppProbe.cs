using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.WhatsApp;

/// <summary>Asks Meta for each number, and whether the app is subscribed to its account: without that nothing ever arrives (CHANNELS 1.2).</summary>
internal sealed class WhatsAppProbe(IWhatsAppClient client, IOptions<WhatsAppOptions> options) : IChannelProbe
{
    public string Channel => WhatsAppChannel.Name;

    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var number in options.Value.Numbers)
            {
                if (await ProbeAsync(number, cancellationToken) is { } wrong)
                {
                    return wrong;
                }
            }

            return null;
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return $"Meta cannot be reached ({fault.GetType().Name}).";
        }
    }

    private async Task<string?> ProbeAsync(WhatsAppNumber number, CancellationToken cancellationToken)
    {
        using var described = await client.DescribeNumberAsync(number.PhoneNumberId, cancellationToken);
        var wrong = await WrongAsync(described, $"number {number.PhoneNumberId}", cancellationToken);
        if (wrong is not null || number.BusinessAccountId is not { Length: > 0 } account)
        {
            return wrong;
        }

        using var subscribed = await client.ListSubscribedAppsAsync(account, cancellationToken);
        if (await WrongAsync(subscribed, $"account {account}", cancellationToken) is { } refused)
        {
            return refused;
        }

        using var list = JsonReading.TryParse(await subscribed.Content.ReadAsByteArrayAsync(cancellationToken));
        return list?.RootElement.Each("data").Any() is true
            ? null
            : $"No app is subscribed to account {account}, so no webhook will come: POST /{account}/subscribed_apps.";
    }

    private static async Task<string?> WrongAsync(HttpResponseMessage response, string about, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode && HttpFailure.IsJson(response))
        {
            return null;
        }

        var answer = await WhatsAppAnswer.ReadAsync(response, cancellationToken);
        return answer.ErrorCode is { } code
            ? $"Meta refuses to describe {about}: code {code}."
            : $"Meta answered {(int)response.StatusCode} ({response.StatusCode}) when asked for {about}.";
    }
}
