using System.Security.Cryptography;
using System.Text;
using Hub.Router.Privacy;
using Microsoft.Extensions.Options;

namespace Hub.Router.Tests.Privacy;

public sealed class LookupHashTests
{
    private static readonly LookupHash Hash = new(Options.Create(TestVault.Settings(TestVault.Key("k1"))));

    [Fact]
    public void The_hash_is_an_hmac_with_the_pepper()
    {
        var expected = HMACSHA256.HashData(Convert.FromBase64String(TestVault.Secret("pepper")), "cc158|phone|+6281234567890"u8);

        Assert.Equal(Convert.ToHexStringLower(expected), Hash.Of("cc158", "phone", "+6281234567890"));
    }

    [Theory]
    [InlineData("081234567890")]
    [InlineData(" 0812-3456-7890 ")]
    [InlineData("(0812) 3456 7890")]
    [InlineData("6281234567890")]
    [InlineData("+62 812 3456 7890")]
    [InlineData("+62 (0)812 3456 7890")]
    [InlineData("006281234567890")]
    public void One_number_has_one_hash_in_any_writing(string phone) => Assert.Equal(Hash.Of("cc158", "phone", "+6281234567890"), Hash.Of("cc158", "phone", phone));

    [Fact]
    public void WhatsApp_numbers_have_their_country_code_and_no_plus()
    {
        Assert.Equal(Hash.Of("whatsapp", "wa_phone", "+6281234567890"), Hash.Of("whatsapp", "wa_phone", "6281234567890"));
        Assert.Equal(Hash.Of("whatsapp", "wa_phone", "+14155552671"), Hash.Of("whatsapp", "wa_phone", "14155552671"));
    }

    [Theory]
    [InlineData("81234567890")] // Japan, or a lost zero
    [InlineData("bukan nomor")]
    [InlineData("0812")]
    [InlineData("081234567890 ext 5")]
    public void A_number_that_cannot_be_placed_is_not_guessed(string phone)
    {
        Assert.Null(PhoneNumber.ToE164(phone));
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(TestVault.Secret("pepper")), Encoding.UTF8.GetBytes("cc158|phone|" + phone))),
            Hash.Of("cc158", "phone", phone));
    }

    [Fact]
    public void Channel_kind_value_and_pepper_all_count()
    {
        var other = new LookupHash(Options.Create(new VaultOptions { Pepper = TestVault.Secret("another pepper") }));

        string[] hashes =
        [
            Hash.Of("cc158", "phone", "081234567890"), Hash.Of("whatsapp", "phone", "081234567890"), Hash.Of("cc158", "account", "081234567890"),
            Hash.Of("cc158", "phone", "081234567891"), other.Of("cc158", "phone", "081234567890"),
        ];

        Assert.Distinct(hashes);
    }

    [Fact]
    public void A_bar_in_channel_or_kind_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Hash.Of("a|b", "c", "d"));
        Assert.Throws<ArgumentException>(() => Hash.Of("a", "b|c", "d"));
    }
}
