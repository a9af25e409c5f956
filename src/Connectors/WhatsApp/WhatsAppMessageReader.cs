using System.Collections.Frozen;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>One message becomes a report, a signal, or a refusal with its reason.</summary>
internal static class WhatsAppMessageReader
{
    private static readonly FrozenSet<string> Unsupported = FrozenSet.Create("unsupported", "unknown");

    public static WhatsAppReading Read(WhatsAppMessage message)
    {
        var type = TypeOf(message.Json);
        if (type is null || Unsupported.Contains(type))
        {
            return type is null
                ? new WhatsAppReading.Refused("unknown_type", "The message has no type and no single content. Read the raw body.")
                : new WhatsAppReading.Refused("unsupported", UnsupportedReason(message.Json));
        }

        return WhatsAppSignalReader.Read(message, type) ?? ReadReport(message, type);
    }

    private static WhatsAppReading ReadReport(WhatsAppMessage message, string type)
    {
        if (!WhatsAppContentReader.Types.ContainsKey(type))
        {
            return new WhatsAppReading.Refused("unknown_type", $"Messages of type «{Word(type)}» are not known. Read the raw body; a newer version may replay it.");
        }

        if (WhatsAppContentReader.Read(message, type) is not { } content)
        {
            return new WhatsAppReading.Refused("no_content", $"A message of type «{Word(type)}» came without its content. Ask the citizen to send it again.");
        }

        if (WhatsAppSender.Read(message) is not { } sender)
        {
            return new WhatsAppReading.Refused("no_sender", "The message names neither a phone number nor a user id, so nobody could be answered. Read the raw body.");
        }

        return new WhatsAppReading.Item(new InboundReport(message.Path, message.ExternalId, message.OccurredAt)
        {
            Account = message.Value.Account,
            Text = content.Text,
            Reporter = sender,
            Place = content.Place,
            Attachments = content.Attachments,
            Thread = new ChatThread(AnswersTo(message), content.StandsAlone),
        });
    }

    private static string? AnswersTo(WhatsAppMessage message) =>
        message.Json.Child("context")?.Words("id") is { } wamid ? message.IdOf(wamid) : null;

    /// <summary>The type, or the only content when the type is missing (CHANNELS 1.6, last row).</summary>
    private static string? TypeOf(JsonElement message)
    {
        if (message.Words("type") is { } written)
        {
            return written;
        }

        var contents = WhatsAppContentReader.Types.Keys
            .Concat(WhatsAppSignalReader.Kinds)
            .Concat(Unsupported)
            .Where(name => message.Has(name))
            .Take(2)
            .ToList();

        return contents is [var only] ? only : null;
    }

    private static string UnsupportedReason(JsonElement message)
    {
        var kind = message.Child("unsupported")?.Words("type");
        var code = message.Each("errors").Select(error => error.Text("code")).FirstOrDefault();

        return $"WhatsApp cannot show this message here (kind «{Word(kind ?? "?")}», code {Word(code ?? "?")}). Ask the citizen to send it as text.";
    }

    /// <summary>A provider's word or code, when it looks like one; what a citizen wrote must not get into a reason by this way.</summary>
    private static string Word(string written) =>
        written.Length <= 40 && written.All(letter => char.IsAsciiLetter(letter) || letter is '_') ? written
        : written.Length <= 7 && written.All(char.IsAsciiDigit) ? written
        : "?";
}
