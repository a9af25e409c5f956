using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.ContactCenter158;

/// <summary>Asks for the code list: small, without personal data, and refused without a credential.</summary>
internal sealed class ContactCenter158Probe(IContactCenter158Client client) : IChannelProbe
{
    public string Channel => ContactCenter158Options.Channel;

    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.ReadCodesAsync(cancellationToken);
            return (int)response.StatusCode switch
            {
                200 when HttpFailure.IsJson(response) => null,
                200 => "Contact Center 158 answers with a page instead of JSON; check Channels:ContactCenter158:BaseAddress.",
                401 or 403 => "Contact Center 158 refuses our credential; check the token or the client secret in Channels:ContactCenter158.",
                var code => $"Contact Center 158 answers {code}.",
            };
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return $"Contact Center 158 cannot be reached ({fault.GetType().Name}); check the network and Channels:ContactCenter158:BaseAddress.";
        }
    }
}
