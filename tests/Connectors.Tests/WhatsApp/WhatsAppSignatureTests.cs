using System.Text;
using Hub.Connectors.WhatsApp;
using Hub.Simulators.WhatsApp;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>The vectors of CHANNELS 1.3.</summary>
public sealed class WhatsAppSignatureTests
{
    internal const string V1 = """{"object":"whatsapp_business_account","entry":[]}""";
    private const string V1Hex = "0e2380c78173556d6735bc65d27c8ce7a0b2828656fbe22e82d1efd11821fc6d";
    private const string V2 = """{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"id":"wamid.A","from":"6281100000001","timestamp":"1787200000","type":"text","text":{"body":"Caf\u00e9 rusak \ud83d\ude21 https:\/\/contoh.go.id\/a"}}]}}]}]}""";
    private const string V2Hex = "6128f87f3c7d07aa088b33c570799ae56a97ee90245a8e2437d5887d3f99c06f";
    private const string V3Hex = "033bacbdc12a4f896361b328e427712a9cdd3fb405947184922a55511698557c";
    private const string V4Hex = "4d05a45585fd7bb64eee12d51ac2bce3dfa34a85554807189349fba2ac829527";
    private const string V5Hex = "44a9ef409005c583431a4178a26cebbbbbe7537fe9af9e1e601245ff21c0953f";
    internal const string V6Hex = "56c07d7943e91e22821aff4e8f1681617d301157ed28d851629589026d7ac619";
    private const string V7 = """{"t":"a\u0040b \u003Cc\u003E 100\u0025"}""";
    private const string V7Hex = "3023f68868e84e672f3b31b4749dab84b91262681d4ef0834901e55a3a0993ba";
    private const string V8 = """{"t":"a@b <c> 100%"}""";
    private const string V8Hex = "41efa51d2a279c148e19baee737802bcaf99b23d958f8baca7d61b3509054e62";
    private const string V9Hex = "c7f353893e96e455a0db3f80d187e4e4805a0053100f8b460f33963b6980e40f";

    private static readonly string V3 = V2.Replace("\\u00e9", "é", StringComparison.Ordinal).Replace("\\ud83d\\ude21", "😡", StringComparison.Ordinal).Replace("\\/", "/", StringComparison.Ordinal);
    private static readonly string V4 = V2.Replace("\\u00e9", "\\u00E9", StringComparison.Ordinal).Replace("\\ud83d\\ude21", "\\uD83D\\uDE21", StringComparison.Ordinal).Replace("\\/", "/", StringComparison.Ordinal);

    public static TheoryData<string, string, string, bool> Vectors => new()
    {
        { "V1", V1, V1Hex, true },
        { "V2, as Meta escapes it", V2, V2Hex, true },
        { "V3, its own hash", V3, V3Hex, true },
        { "V4, its own hash", V4, V4Hex, true },
        { "V5, one newline more", V1 + "\n", V5Hex, true },
        { "V6, empty", "", V6Hex, true },
        { "V7", V7, V7Hex, true },
        { "V8", V8, V8Hex, true },
        { "V2 with the hash of its decoded form", V2, V3Hex, false },
        { "V2 with the hash of what System.Text.Json would write", V2, V4Hex, false },
        { "V1 with the hash of V5", V1, V5Hex, false },
        { "V7 with the hash of V8", V7, V8Hex, false },
        { "V9: V1 with the hash of another secret", V1, V9Hex, false },
        { "upper-case hex", V1, V1Hex.ToUpperInvariant(), true },
        { "a digit short", V1, V1Hex[1..], false },
        { "a digit more", V1, V1Hex + "0", false },
        { "not hex", V1, "g" + V1Hex[1..], false },
        { "spaces around", V1, " " + V1Hex, false },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_vector_is_judged_as_the_protocol_says(string vector, string body, string hex, bool matches)
    {
        Assert.NotEmpty(vector);
        Assert.Equal(matches, Signature().Matches("sha256=" + hex, Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void The_vectors_have_the_bytes_of_the_protocol() =>
        Assert.Equal([49, 267, 252, 264, 40, 20], new[] { V1, V2, V3, V4, V7, V8 }.Select(Encoding.UTF8.GetByteCount));

    [Theory]
    [InlineData("SHA256=" + V1Hex)]
    [InlineData(V1Hex)]
    [InlineData("sha1=940bf505c606339344beb9dc197c78c0339e7e0c")]
    [InlineData("")]
    [InlineData("sha256=")]
    public void A_header_in_another_form_is_refused(string header) =>
        Assert.False(Signature().Matches(header, Encoding.UTF8.GetBytes(V1)));

    [Fact]
    public void A_header_must_come_exactly_once()
    {
        Assert.False(Signature().Matches(StringValues.Empty, Encoding.UTF8.GetBytes(V1)));
        Assert.False(Signature().Matches(new StringValues(["sha256=" + V1Hex, "sha256=" + V1Hex]), Encoding.UTF8.GetBytes(V1)));
    }

    [Fact]
    public void The_previous_secret_counts_during_a_rotation()
    {
        var body = Encoding.UTF8.GetBytes(V1);

        Assert.True(Signature("baru-sekali", WhatsAppHub.Secret).Matches("sha256=" + V1Hex, body));
        Assert.False(Signature("baru-sekali").Matches("sha256=" + V1Hex, body));
    }

    [Fact]
    public void One_turned_bit_anywhere_is_refused()
    {
        var body = Encoding.UTF8.GetBytes(V2);
        var signature = Signature();
        for (var index = 0; index < body.Length; index++)
        {
            body[index] ^= 1;
            Assert.False(signature.Matches("sha256=" + V2Hex, body));
            body[index] ^= 1;
        }

        for (var index = 0; index < V2Hex.Length; index++)
        {
            var turned = V2Hex[..index] + (V2Hex[index] is '0' ? '1' : '0') + V2Hex[(index + 1)..];
            Assert.False(signature.Matches("sha256=" + turned, body));
        }

        Assert.True(signature.Matches("sha256=" + V2Hex, body));
    }

    [Fact]
    public void The_simulator_signs_and_escapes_as_Meta_does()
    {
        var wire = WhatsAppWire.Bytes(System.Text.Json.Nodes.JsonNode.Parse(V2)!);

        Assert.Equal(V2, Encoding.UTF8.GetString(wire));
        Assert.Equal("sha256=" + V2Hex, WhatsAppWire.Signature(WhatsAppHub.Secret, wire));
    }

    private static WhatsAppSignature Signature(params string[] secrets) =>
        new(Options.Create(new WhatsAppOptions { AppSecrets = secrets.Length > 0 ? secrets : [WhatsAppHub.Secret] }));
}
