using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Channels;
using Hub.Router.Privacy;

namespace Hub.Router.Tests.Privacy;

public sealed class SealTests
{
    private const string Purpose = "reporter/identity/1";
    private const string Plain = "Budi Santoso, 081234567890";

    private static readonly Seal Vault = TestVault.Seal(TestVault.Key("k2"), TestVault.Key("k1"));

    [Theory]
    [InlineData("")]
    [InlineData(Plain)]
    [InlineData("Ñandú 🚧 \u0000")]
    public void What_is_sealed_opens_again(string plain) => Assert.Equal(plain, Vault.OpenText(Vault.CloseText(plain, Purpose), Purpose));

    [Fact]
    public void The_layout_can_be_opened_by_anyone_who_knows_it()
    {
        var value = Vault.CloseText(Plain, Purpose);

        Assert.Equal([1, 2, (byte)'k', (byte)'2'], value[..4]);

        var plain = new byte[value.Length - 32];
        using var aes = new AesGcm(Convert.FromBase64String(TestVault.Secret("k2")), 16);
        aes.Decrypt(value.AsSpan(4, 12), value.AsSpan(32), value.AsSpan(16, 16), plain, [1, 2, (byte)'k', (byte)'2', .. Encoding.UTF8.GetBytes(Purpose)]);
        Assert.Equal(Plain, Encoding.UTF8.GetString(plain));
    }

    [Fact]
    public void A_value_sealed_by_another_program_in_that_layout_opens()
    {
        byte[] head = [1, 2, (byte)'k', (byte)'1'];
        byte[] nonce = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var cipher = new byte[Plain.Length];
        var tag = new byte[16];
        using var aes = new AesGcm(Convert.FromBase64String(TestVault.Secret("k1")), 16);
        aes.Encrypt(nonce.AsSpan(), Encoding.UTF8.GetBytes(Plain), cipher, tag, (byte[])[.. head, .. Encoding.UTF8.GetBytes(Purpose)]);

        Assert.Equal(Plain, Vault.OpenText([.. head, .. nonce, .. tag, .. cipher], Purpose));
    }

    [Fact]
    public void A_changed_bit_anywhere_keeps_it_shut_and_says_nothing_of_the_content()
    {
        var value = Vault.CloseText(Plain, Purpose);

        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            byte[] changed = [.. value];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            var fault = Assert.Throws<SealException>(() => Vault.Open(changed, Purpose));
            Assert.DoesNotContain("Budi", fault.ToString());
        }
    }

    [Fact]
    public void A_value_cut_anywhere_keeps_shut()
    {
        var value = Vault.CloseText(Plain, Purpose);

        for (var length = 0; length < value.Length; length++)
        {
            Assert.Throws<SealException>(() => Vault.Open(value.AsSpan(0, length), Purpose));
        }
    }

    [Fact]
    public void A_value_moved_to_another_row_keeps_shut_and_names_its_key()
    {
        var value = Vault.CloseText(Plain, Purpose);

        var fault = Assert.Throws<SealException>(() => Vault.Open(value, "reporter/identity/2"));

        Assert.Equal("k2", fault.KeyId);
        Assert.Contains("'k2'", fault.Message);
    }

    [Fact]
    public void An_old_key_opens_and_the_newest_seals()
    {
        var old = TestVault.Seal(TestVault.Key("k1")).CloseText(Plain, Purpose);

        Assert.Equal(Plain, Vault.OpenText(old, Purpose));
        Assert.Equal((byte)'2', Vault.CloseText(Plain, Purpose)[3]);
    }

    [Fact]
    public void An_unknown_key_is_named_with_what_to_do()
    {
        var value = TestVault.Seal(TestVault.Key("retired-2024")).CloseText(Plain, Purpose);

        var fault = Assert.Throws<SealException>(() => Vault.Open(value, Purpose));

        Assert.Equal("retired-2024", fault.KeyId);
        Assert.Equal("The vault has no key 'retired-2024'; put it back into Vault:Keys to open what it sealed.", fault.Message);
    }

    [Fact]
    public void Another_secret_under_the_same_id_keeps_it_shut()
    {
        var value = TestVault.Seal(TestVault.Key("k1", "other words")).CloseText(Plain, Purpose);

        Assert.Equal("k1", Assert.Throws<SealException>(() => Vault.Open(value, Purpose)).KeyId);
    }

    [Fact]
    public void No_two_of_a_hundred_thousand_values_share_a_nonce()
    {
        var nonces = new HashSet<string>();

        Assert.All(Enumerable.Range(0, 100_000), _ => Assert.True(nonces.Add(Convert.ToHexString(Vault.Close([], Purpose).AsSpan(4, 12)))));
    }

    [Fact]
    public void Many_threads_may_seal_and_open_at_once() => Parallel.For(0, 2000, index =>
        Assert.Equal($"{index}", Vault.OpenText(Vault.CloseText($"{index}", Purpose), Purpose)));

    [Fact]
    public void An_identity_comes_back_whole()
    {
        var identity = new ReporterIdentity
        {
            Name = "Budi Santoso",
            Phone = "+6281234567890",
            Email = "budi@contoh.id",
            Address = "Jl. Mawar 1",
            ChannelIdentities = [new ChannelIdentity("wa_phone", "6281234567890")],
            ReplyTo = "wamid.X",
        };

        var opened = Vault.OpenIdentity(Vault.CloseIdentity(identity, Purpose), Purpose);

        Assert.Equal(identity.ChannelIdentities, opened.ChannelIdentities);
        Assert.Equal(identity, opened with { ChannelIdentities = identity.ChannelIdentities });
    }
}
