using FsCheck;
using FsCheck.Fluent;
using Hub.Router.Privacy;

namespace Hub.Router.Tests.Privacy;

public sealed class IdentityMaskTests
{
    [Theory]
    [InlineData("081234567890")] // mobile
    [InlineData("0811234567")] // the shortest
    [InlineData("0812345678901")] // the longest
    [InlineData("0812 3456 7890")]
    [InlineData("0812-3456-7890")]
    [InlineData("0812.3456.7890")]
    [InlineData("0812-345-678-901")]
    [InlineData("08123456 7890")]
    [InlineData("0812 34567890")]
    [InlineData("0812 - 3456 - 7890")]
    [InlineData("(0812) 3456 7890")]
    [InlineData("08 12 34 56 78 90")] // in pairs
    [InlineData("0 8 1 2 3 4 5 6 7 8 9 0")] // sign by sign
    [InlineData("O81234567890")] // letter for zero
    [InlineData("０８１２３４５６７８９０")] // full width
    [InlineData("0812\u20113456\u20117890")] // non-breaking dashes
    [InlineData("0812\u00A03456\u00A07890")] // non-breaking spaces
    [InlineData("٠٨١٢٣٤٥٦٧٨٩٠")] // Arabic digits
    [InlineData("+6281234567890")]
    [InlineData("+62 812-3456-7890")]
    [InlineData("+62 (812) 3456-7890")]
    [InlineData("+62.812.3456.7890")]
    [InlineData("+62 (0)812 3456 7890")]
    [InlineData("+62 0812 3456 7890")]
    [InlineData("6281234567890")]
    [InlineData("62 812 3456 7890")]
    [InlineData("62-812-3456-7890")]
    [InlineData("006281234567890")]
    [InlineData("(021) 1234567")] // landline
    [InlineData("(021)1234567")]
    [InlineData("(0274) 123-456")]
    [InlineData("021-12345678")]
    [InlineData("021 1234567")]
    [InlineData("021.1234567")]
    [InlineData("02112345678")]
    [InlineData("0411-123456")]
    [InlineData("+62 21 1234567")]
    [InlineData("+62211234567")]
    [InlineData("622112345678")]
    [InlineData("62 21 1234567")]
    [InlineData("+65 9123 4567")] // another country
    public void A_phone_number_is_masked_in_any_writing(string phone)
    {
        var masked = IdentityMask.Mask($"Hubungi saya di {phone}, terima kasih.");

        Assert.Equal("Hubungi saya di [telepon], terima kasih.", masked.Text);
        Assert.Equal([new IdentityFragment(FragmentKind.Phone, phone, 16)], masked.Fragments);
    }

    [Theory]
    [InlineData("WA081234567890", "WA[telepon]")]
    [InlineData("wa.me/6281234567890", "wa.me/[telepon]")]
    [InlineData("HP:081234567890.", "HP:[telepon].")]
    [InlineData("Telp.021-1234567", "Telp.[telepon]")]
    [InlineData("081234567890/081298765432", "[telepon]/[telepon]")]
    [InlineData("081234567890-081298765432", "[telepon]-[telepon]")]
    [InlineData("081234567890,081298765432", "[telepon],[telepon]")]
    [InlineData("081234567890 dan 12 rumah", "[telepon] dan 12 rumah")]
    [InlineData("0812 3456 789 12 rumah", "[telepon] 12 rumah")]
    [InlineData("081234567890 15 orang", "[telepon] 15 orang")]
    [InlineData("RT 05 081234567890", "RT 05 [telepon]")]
    [InlineData("019cac7d-0380-7009-966e-eb867391634f 0380-7009-966", "019cac7d-0380-7009-966e-eb867391634f [telepon]")]
    [InlineData("019cac7d-0380-7009-966e-eb867391634f.id@gmail.com 019cac7d-0380-7009-966e-eb867391634f@contoh.id", "[surel] [surel]")]
    [InlineData("081234567890/019CAC7D-0380-7009-966E-EB867391634F", "[telepon]/019CAC7D-0380-7009-966E-EB867391634F")]
    public void Neighbours_of_a_phone_number_stay(string text, string masked) => Assert.Equal(masked, IdentityMask.Mask(text).Text);

    [Theory]
    [InlineData("LP-2026-000123")] // report number
    [InlineData("LP-2026-0812345678")]
    [InlineData("LP-2026-0212345678")]
    [InlineData("019cac7d-0380-7009-966e-eb867391634f")] // UUIDs
    [InlineData("019cac7d-0812-7345-8678-a08123456789")]
    [InlineData("1234567")] // tracking ids
    [InlineData("9876543210")]
    [InlineData("6212345678")]
    [InlineData("KM 12+300")] // road posts
    [InlineData("KM 112+300 sampai KM 113+250")]
    [InlineData("STA 0+000 s.d. 10+500")]
    [InlineData("12-08-2026")] // dates and times
    [InlineData("08-12-2026 10.30")]
    [InlineData("08 12 2026 10 30 15")]
    [InlineData("08/12/2026 10:30")]
    [InlineData("2026-08-12T10:30:00+07:00")]
    [InlineData("12-05-2026 10.30-11.00 WIB")]
    [InlineData("2021 2022 2023 2024")]
    [InlineData("20260512 20260513")]
    [InlineData("pukul 08.15 - 10.30")]
    [InlineData("Rp 1.500.000")] // money
    [InlineData("Rp1.500.000.000.000.000")]
    [InlineData("Rp 628.123.456.789")]
    [InlineData("Rp 62.812.345.678")]
    [InlineData("Rp 6281234567890")]
    [InlineData("-6.2088, 106.8456")] // coordinates
    [InlineData("-6.208812 106.845612")]
    [InlineData("-6.0812345678, 106.0812345678")]
    [InlineData("0.8123456789 101.4478")]
    [InlineData("+6.208812, +106.8456123")]
    [InlineData("106.1234567890123456")]
    [InlineData("RT 03/RW 005")]
    [InlineData("RT 021 1234567")]
    [InlineData("RT 003 RW 012 Kel. Sukamaju")]
    [InlineData("hubungi 158")]
    [InlineData("110, 112, 08001234567")] // hot lines belong to nobody
    [InlineData("40123")] // postal code
    [InlineData("B 1234 XYZ")] // plate
    [InlineData("Ruas 022 11 K")]
    [InlineData("@kemenpu dan rapat @ 10.30")]
    [InlineData("No812345678")]
    public void Numbers_of_the_public_world_stay(string text)
    {
        var masked = IdentityMask.Mask(text);

        Assert.Equal(text, masked.Text);
        Assert.Empty(masked.Fragments);
    }

    [Theory]
    [InlineData("3273011205900001")]
    [InlineData("3273 0112 0590 0001")]
    [InlineData("3273.0112.0590.0001")]
    [InlineData("327301-120590-0001")]
    [InlineData("327301.12.05.90.0001")]
    [InlineData("32.73.01.52.05.90.0001")] // a woman's day of birth
    [InlineData("32.73.01.120590.0001")]
    [InlineData("327301 1205900001")]
    [InlineData("3 2 7 3 0 1 1 2 0 5 9 0 0 0 0 1")]
    public void A_nik_is_masked_in_any_writing(string nik)
    {
        var masked = IdentityMask.Mask($"NIK saya {nik}.");

        Assert.Equal("NIK saya [NIK].", masked.Text);
        Assert.Equal([new IdentityFragment(FragmentKind.Nik, nik, 9)], masked.Fragments);
    }

    [Theory]
    [InlineData("budi.santoso+pu@contoh.co.id")]
    [InlineData("081234567890@contoh.com")]
    [InlineData("budi @gmail.com")]
    [InlineData("budi@gmail")]
    [InlineData("budi＠contoh.id")]
    public void An_email_address_is_masked(string address)
    {
        var masked = IdentityMask.Mask($"Surel: {address} ya");

        Assert.Equal("Surel: [surel] ya", masked.Text);
        Assert.Equal([new IdentityFragment(FragmentKind.Email, address, 7)], masked.Fragments);
    }

    [Fact]
    public void Fragments_stand_in_order_of_their_place_in_the_original()
    {
        const string text = "Saya 081234567890, budi@contoh.id, NIK 3273011205900001, cadangan 021-1234567";

        var masked = IdentityMask.Mask(text);

        Assert.Equal("Saya [telepon], [surel], NIK [NIK], cadangan [telepon]", masked.Text);
        Assert.Equal([FragmentKind.Phone, FragmentKind.Email, FragmentKind.Nik, FragmentKind.Phone], masked.Fragments.Select(fragment => fragment.Kind));
        Assert.All(masked.Fragments, fragment => Assert.Equal(fragment.Original, text.Substring(fragment.Position, fragment.Original.Length)));
    }

    [Fact]
    public void Text_without_digits_is_given_back_itself()
    {
        const string text = "Jalan berlubang di depan pasar, mohon segera diperbaiki.";

        Assert.Same(text, IdentityMask.Mask(text).Text);
    }

    [Fact]
    public void A_masked_text_holds_nothing_that_would_still_be_found() => Prop.ForAll(Texts(), text =>
    {
        var masked = IdentityMask.Mask(text).Text;
        var again = IdentityMask.Mask(masked);

        return again.Fragments.Count is 0 && again.Text == masked;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void The_fragments_put_back_make_the_original() => Prop.ForAll(Texts(), text =>
    {
        var masked = IdentityMask.Mask(text);
        var end = 0;
        var kept = masked.Fragments.Select(fragment =>
        {
            var before = text[end..fragment.Position];
            end = fragment.Position + fragment.Original.Length;
            return before + Token(fragment.Kind);
        }).ToList();

        return string.Concat(kept) + text[end..] == masked.Text;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_fault_says_its_type_and_nothing_of_a_person()
    {
        var fault = IdentityMask.Fault(new InvalidOperationException("Pelapor 0812-3456-7890\r\n\u001b[31m budi@contoh.id gagal"));

        Assert.Equal("InvalidOperationException: Pelapor [telepon]  [31m [surel] gagal", fault);
    }

    [Fact]
    public void A_fault_is_cut_to_four_thousand_characters_and_no_phone_number_is_cut_open()
    {
        for (var before = 4040; before < 4100; before++)
        {
            var fault = IdentityMask.Fault(new InvalidOperationException(new string('x', before) + " 081234567890 " + new string('y', 200_000)));

            Assert.True(fault.Length <= 4096);
            Assert.DoesNotContain("0812", fault);
        }
    }

    private static string Token(FragmentKind kind) => kind switch
    {
        FragmentKind.Phone => "[telepon]",
        FragmentKind.Email => "[surel]",
        _ => "[NIK]",
    };

    private static Arbitrary<string> Texts()
    {
        var pieces = Gen.Elements(
            "0", "8", "1", "2", "62", "+62", "08", "081", "021", "0812", "3456", "7890", "812345678", "3273011205900001", "3273", "0112", "0590", "0001",
            "[telepon]", "[surel]", "[NIK]", "[", "]", "(", ")", "-", ".", ",", "/", "+", " ", "  ", "@", "a", "O", "budi", "contoh.id", "gmail.com", "Rp", "RT", "KM",
            "019cac7d-0380-7009-966e-eb867391634f", "f", "\u2011", "０", "\t", "\n");
        return Gen.ListOf(pieces).Select(string.Concat).ToArbitrary();
    }
}
