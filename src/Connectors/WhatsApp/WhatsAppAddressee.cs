using System.Text;
using System.Text.Json;
using Hub.Connectors.Shared;

namespace Hub.Connectors.WhatsApp;

/// <summary>Which of our numbers a raw body is about, read without building a document: the webhook has little time.</summary>
internal static class WhatsAppAddressee
{
    /// <returns>The first of our numbers in the body; null when it names none or is not JSON.</returns>
    public static string? Find(ReadOnlySpan<byte> body, IReadOnlySet<string> numbers)
    {
        try
        {
            return Scan(body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body, numbers);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Broken or strange: stored all the same, and quarantined when it is read.
            return null;
        }
    }

    private static string? Scan(ReadOnlySpan<byte> body, IReadOnlySet<string> numbers)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonReading.Strict.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals("phone_number_id"u8) && reader.Read()
                && Word(reader) is { } number && numbers.Contains(number))
            {
                return number;
            }
        }

        return null;
    }

    private static string? Word(Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };
}
