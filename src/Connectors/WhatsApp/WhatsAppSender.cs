using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>
/// Who wrote: a phone number, a business-scoped user id, or both; since April 2026 the number may be absent (CHANNELS 1.7).
/// Some senders put the id where the number belongs, so shapes decide, not places.
/// </summary>
internal static partial class WhatsAppSender
{
    /// <returns>Null when the message names nobody that can be answered.</returns>
    public static ReporterIdentity? Read(WhatsAppMessage message)
    {
        var contact = ContactOf(message);
        List<string?> given =
        [
            message.Json.Words("from"), message.Json.Words("from_user_id"), message.Json.Words("from_parent_user_id"),
            contact?.Words("wa_id"), contact?.Words("user_id"), contact?.Words("parent_user_id"),
        ];

        // The number the message itself names wins over the contact's, which may be written in another way.
        var identities = given.OfType<string>().Select(IdentityOf).OfType<ChannelIdentity>()
            .DistinctBy(identity => identity.Kind)
            .OrderBy(identity => Rank(identity.Kind))
            .ToList();

        // A parent id alone names a portfolio-wide person but is no address to answer to.
        return identities.Exists(identity => identity.Kind is WhatsAppChannel.Phone or WhatsAppChannel.Bsuid)
            ? new ReporterIdentity
            {
                Name = NameOf(contact),
                Phone = identities.Find(identity => identity.Kind is WhatsAppChannel.Phone)?.Value,
                ChannelIdentities = identities,
                ReplyTo = message.Wamid,
            }
            : null;
    }

    /// <summary>One written id by its shape; null when it has none of the known ones.</summary>
    public static ChannelIdentity? IdentityOf(string written) => written.Trim() switch
    {
        var id when ParentShape().IsMatch(id) => new ChannelIdentity(WhatsAppChannel.ParentBsuid, id),
        var id when BsuidShape().IsMatch(id) => new ChannelIdentity(WhatsAppChannel.Bsuid, id),
        var id when PhoneOf(id) is { } phone => new ChannelIdentity(WhatsAppChannel.Phone, phone),
        _ => null,
    };

    /// <summary>E.164 with a plus; a number written the Indonesian way (08…) gets its country code.</summary>
    private static string? PhoneOf(string written)
    {
        if (!PhoneShape().IsMatch(written))
        {
            return null;
        }

        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        digits = digits switch
        {
            ['0', '0', .. var international] => international,
            ['0', .. var national] => "62" + national,
            _ => digits,
        };

        return digits.Length is >= 4 and <= 15 ? "+" + digits : null;
    }

    /// <summary>A single contact is taken when it cannot be anyone else's.</summary>
    private static JsonElement? ContactOf(WhatsAppMessage message)
    {
        string?[] ids = [message.Json.Words("from"), message.Json.Words("from_user_id")];
        var named = ids.OfType<string>().Select(IdentityOf).OfType<ChannelIdentity>().ToList();
        var alone = named.Count is 0 || message.Value.Node.Json.Each("messages").Take(2).Count() is 1;

        return message.Value.Contacts.Find(named) ?? (alone ? message.Value.Contacts.Only : null);
    }

    private static string? NameOf(JsonElement? contact) =>
        (contact?.Child("profile") is { } profile ? profile.Words("name") ?? profile.Words("username") : null)?.Trim();

    private static int Rank(string kind) => kind switch
    {
        WhatsAppChannel.Phone => 0,
        WhatsAppChannel.Bsuid => 1,
        _ => 2,
    };

    [GeneratedRegex(@"^\+?[\d\-() .]+$")]
    private static partial Regex PhoneShape();

    [GeneratedRegex("^[A-Za-z]{2}\\.[A-Za-z0-9]{1,128}$")]
    private static partial Regex BsuidShape();

    [GeneratedRegex("^[A-Za-z]{2}\\.ENT\\.[A-Za-z0-9]{1,128}$")]
    private static partial Regex ParentShape();
}
