using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Simulators.WhatsApp;

/// <summary>Bytes and signature as Meta puts them on the wire: everything beyond ASCII as \uXXXX in lower case, and / as \/.</summary>
public static class WhatsAppWire
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode body) => Encoding.ASCII.GetBytes(Escaped(body.ToJsonString(Relaxed)));

    public static string Signature(string appSecret, ReadOnlySpan<byte> body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body));

    private static string Escaped(string json)
    {
        var wire = new StringBuilder(json.Length + 64);
        for (var index = 0; index < json.Length; index++)
        {
            switch (json[index])
            {
                case '/':
                    wire.Append("\\/");
                    break;
                case '\\' when json[index + 1] is 'u':
                    wire.Append(json[index..(index + 6)].ToLowerInvariant());
                    index += 5;
                    break;
                case '\\':
                    wire.Append(json, index++, 2);
                    break;
                case > '~':
                    wire.Append("\\u").Append(((int)json[index]).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    wire.Append(json[index]);
                    break;
            }
        }

        return wire.ToString();
    }
}
