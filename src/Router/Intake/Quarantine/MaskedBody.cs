using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Contracts.Channels;
using Hub.Router.Privacy;

namespace Hub.Router.Intake.Quarantine;

/// <summary>
/// A raw body for the eyes of operations staff. In JSON the values under names that may hold a person are hidden and the rest is
/// masked like any text; of anything else only the shape is shown, since nobody knows where in it a person stands.
/// </summary>
internal static class MaskedBody
{
    private const int Longest = 20_000;
    private const string Hidden = "[disamarkan]";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Personal =
    [
        "name", "nama", "phone", "telp", "telepon", "hp", "mobile", "seluler", "email", "surel", "mail", "nik", "ktp", "address", "alamat", "wa_id", "from",
        "recipient", "user_id", "reporter", "pelapor", "caller", "penelepon", "contact", "kontak", "profile", "account", "akun", "username", "birth", "lahir", "identity", "identitas",
    ];

    public static string Show(ReadOnlyMemory<byte> body)
    {
        try
        {
            return SafeCut(Masked(JsonNode.Parse(body.Span))?.ToJsonString(Readable) ?? "null");
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            return $"(not JSON; letters are shown as x, digits as 9)\n{Shape(body.Span)}";
        }
    }

    private static JsonNode? Masked(JsonNode? node) => node switch
    {
        JsonObject tree => new JsonObject(tree.Select(field => KeyValuePair.Create(Text(field.Key), IsPersonal(field.Key) ? Cover(field.Value) : Masked(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Masked)]),
        JsonValue value => Value(value),
        _ => null,
    };

    /// <summary>What is not there hides nobody, and is often the fault.</summary>
    private static JsonNode? Cover(JsonNode? node) => node is null || (node.GetValueKind() is JsonValueKind.String && node.GetValue<string>().Length == 0) ? node?.DeepClone() : Hidden;

    private static JsonNode Value(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => Text(value.GetValue<string>()),
        JsonValueKind.Number when Text(value.ToJsonString()) is var masked && masked != value.ToJsonString() => masked,
        _ => value.DeepClone(),
    };

    /// <summary>The ids of WhatsApp messages hold the phone number of the other side.</summary>
    private static string Text(string text) => text.Contains("wamid.", StringComparison.OrdinalIgnoreCase) ? Hidden : IdentityMask.Mask(text).Text;

    private static bool IsPersonal(string name) => Array.Exists(Personal, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Shape(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4 * Longest)]);
        return SafeCut(string.Create(text.Length, text, static (span, source) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = source[index] switch
                {
                    var sign when char.IsDigit(sign) => '9',
                    '\n' or '\t' or ' ' => source[index],
                    var sign when sign < '\u0080' && (char.IsPunctuation(sign) || char.IsSymbol(sign)) => sign,
                    var sign when char.IsLetter(sign) || char.IsSurrogate(sign) => 'x',
                    _ => '·',
                };
            }
        }));
    }

    private static string SafeCut(string text) => text.Length <= Longest ? text : SafeText.Cut(text, Longest) + "\n…";

    /// <summary>A report that only the inspectorate may read keeps its words.</summary>
    public static bool IsSecret(NormalisedBody found) => found.Items.OfType<InboundReport>().Any(report => report.Sensitivity.Secret);
}
