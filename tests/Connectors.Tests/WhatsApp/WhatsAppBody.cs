using System.Text;
using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>Bodies for the normaliser's tests, written for them.</summary>
internal static class WhatsAppBody
{
    public static readonly DateTimeOffset Receipt = new(2026, 8, 20, 3, 0, 0, TimeSpan.Zero);

    public const string From = "6281100000001";

    public static NormalisedBody Read(string body, WhatsAppAccounts? accounts = null) => Read(Encoding.UTF8.GetBytes(body), accounts);

    public static NormalisedBody Read(byte[] body, WhatsAppAccounts? accounts = null) =>
        new WhatsAppNormaliser(accounts ?? WhatsAppAccounts.Any).Normalise(new RawItem("whatsapp", WhatsAppHub.Number, body, Receipt));

    /// <summary>One message with sender, id and time around the content.</summary>
    public static NormalisedBody ReadContent(string content) => Read(Messages(Message("wamid.A", content)));

    public static string Message(string wamid, string content) =>
        $$"""{"from":"{{From}}",{{content}},"id":"{{wamid}}","timestamp":"1787190000"}""";

    public static string Messages(params string[] messages) => Value($"\"messages\":[{string.Join(',', messages)}]");

    public static string Statuses(params string[] statuses) => Value($"\"statuses\":[{string.Join(',', statuses)}]");

    public static string Value(string members, string field = "messages") =>
        """{"object":"whatsapp_business_account","entry":[{"id":"220000000000158","changes":[{"field":"FIELD","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"+62 811-0000-158","phone_number_id":"110000000000158"},MEMBERS}}]}]}"""
            .Replace("FIELD", field, StringComparison.Ordinal)
            .Replace("MEMBERS", members, StringComparison.Ordinal);

    /// <summary>How a body counts: reports, statuses, signals, unreadable.</summary>
    public static string Count(this NormalisedBody body) => string.Join(' ',
        body.Items.Count(item => item is InboundReport),
        body.Items.Count(item => item is InboundStatus),
        body.Items.Count(item => item is InboundSignal or InboundIdentityChange),
        body.Unreadable.Count);

    public static InboundReport Report(this NormalisedBody body) => Assert.IsType<InboundReport>(Assert.Single(body.Items));
}
