using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Hub.Connectors.Shared;

/// <summary>
/// Tolerant readers over a parsed body: every member is optional, a number may come as a string and a string as a number,
/// null counts as absent, and text that no store can hold (NUL, lone surrogates) is repaired in the copy (CHANNELS 1.13).
/// </summary>
internal static class JsonReading
{
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Parses a body, or says that it is not JSON; a byte order mark is allowed.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var start = body.Span.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return JsonDocument.Parse(body[start..], Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The member as an object, or null.</summary>
    public static JsonElement? Child(this JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Object } child ? child : null;

    /// <summary>The items of an array member; none when it is absent, null or not an array.</summary>
    public static IEnumerable<JsonElement> Each(this JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The member as text, from a string or a number; null when absent, null or another kind.</summary>
    public static string? Text(this JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => Repaired(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>As <see cref="Text"/>, with an empty or blank text counted as absent.</summary>
    public static string? Words(this JsonElement element, string name) =>
        element.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public static bool? Flag(this JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String or JsonValueKind.Number } other => Repaired(other) switch
        {
            "1" or "true" or "True" => true,
            "0" or "false" or "False" => false,
            _ => null,
        },
        _ => null,
    };

    public static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    public static long? Whole(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Seconds since 1970, as a string or a number; null when absent or beyond what a date can hold.</summary>
    public static DateTimeOffset? UnixTime(this JsonElement element, string name) =>
        element.Whole(name) is >= 0 and < 253_402_300_800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>RFC 3339 with an offset, in UTC. A naive time is null: nobody guesses a zone here.</summary>
    public static DateTimeOffset? Instant(this JsonElement element, string name) =>
        element.Text(name) is { } text && HasOffset(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value.ToUniversalTime()
            : null;

    /// <summary>False for bytes that are no UTF-8: the parser lets them pass, and nothing in them may be guessed at.</summary>
    public static bool IsWhole(this JsonElement element) => Utf8.IsValid(JsonMarshal.GetRawUtf8Value(element));

    public static bool Has(this JsonElement element, string name) =>
        Member(element, name) is { ValueKind: not JsonValueKind.Null and not JsonValueKind.Undefined };

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || text.EndsWith('z') || (text.Length > 16 && text.AsSpan(16).IndexOfAny('+', '-') >= 0);

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string Repaired(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Number)
        {
            return element.GetRawText();
        }

        try
        {
            return element.GetString()!.Replace('\0', '\uFFFD');
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: the parser lets it pass and GetString does not.
            return LoneSurrogates(element.GetRawText());
        }
    }

    private static string LoneSurrogates(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var index = 1; index < raw.Length - 1; index++)
        {
            if (raw[index] is not '\\')
            {
                text.Append(raw[index]);
                continue;
            }

            index++;
            text.Append(raw[index] switch
            {
                'u' => (char)int.Parse(raw.AsSpan(index + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' or 'f' => ' ',
                var other => other,
            });
            index += raw[index] is 'u' ? 4 : 0;
        }

        // Encoding and decoding puts U+FFFD in the place of each half pair.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString())).Replace('\0', '\uFFFD');
    }
}
