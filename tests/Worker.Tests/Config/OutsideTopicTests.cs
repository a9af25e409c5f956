using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Tests.Config;

public sealed class OutsideTopicTests
{
    [Theory]
    [InlineData("Lampu penerangan jalan umum mati sudah sebulan", "Kabupaten Sleman, DI Yogyakarta", "EXT-KAB")]
    [InlineData("PJU padam di sepanjang jalan utama", "Kota Depok, Jawa Barat", "EXT-KOTA")]
    [InlineData("Lampu jalan mati di depan stasiun", "Jakarta Selatan, DKI Jakarta", "EXT-PROV")]
    [InlineData("Parkir liar membuat macet lalu lintas setiap sore", "Kota Malang, Jawa Timur", "EXT-KOTA")]
    [InlineData("Truk ODOL melintas siang malam, rambu tidak ada", "Kabupaten Lahat, Sumatera Selatan", "EXT-KAB")]
    [InlineData("Pedagang kaki lima menutup jalan, mohon penertiban satpol pp", "Kota Bogor, Jawa Barat", "EXT-KOTA")]
    [InlineData("Tetangga mendirikan bangunan tanpa izin IMB", "Kabupaten Gowa, Sulawesi Selatan", "EXT-KAB")]
    [InlineData("Pabrik membuang limbah dan asapnya mencemari udara", null, "EXT-KLH")]
    [InlineData("Warga sering bakar sampah, asapnya mengganggu", null, "EXT-KLH")]
    [InlineData("Pohon besar rawan tumbang, mohon pemangkasan pohon", "Kota Tegal, Jawa Tengah", "EXT-KOTA")]
    [InlineData("KTP elektronik saya belum jadi di disdukcapil", "Kabupaten Kudus, Jawa Tengah", "EXT-KAB")]
    [InlineData("Bansos PKH saya tidak cair tiga bulan", "Kabupaten Buol, Sulawesi Tengah", "EXT-KAB")]
    [InlineData("Kepala sekolah menaikkan biaya sekolah saat PPDB", "Kota Padang, Sumatera Barat", "EXT-KOTA")]
    [InlineData("Antrean puskesmas lama, dokter tidak ada", "Kabupaten Belu, Nusa Tenggara Timur", "EXT-KAB")]
    [InlineData("Sertifikat tanah PTSL belum dibagikan oleh BPN", null, "EXT-ATRBPN")]
    [InlineData("Listrik padam terus, PLN tidak menjawab", null, "EXT-PLN")]
    [InlineData("Gaji karyawan belum dibayar dan BPJS ketenagakerjaan menunggak", null, "not ours")]
    [InlineData("Paket saya tertahan bea cukai dua minggu", null, "not ours")]
    [InlineData("Musik karaoke berisik sampai pagi dan banyak yang mabuk", "Kota Kediri, Jawa Timur", "EXT-KOTA")]
    public void What_no_ministry_unit_has_is_returned_with_an_addressee(string text, string? place, string target) =>
        Assert.Equal(target, ShippedRules.Target(ShippedRules.Decide(text, place)));

    [Theory]
    [InlineData("Jalan desa kami rusak parah", "Kabupaten Cianjur, Jawa Barat", "EXT-KAB")]
    [InlineData("Jalan provinsi rusak dan berlubang", "Kabupaten Cianjur, Jawa Barat", "EXT-PROV")]
    [InlineData("Yth. Bapak Walikota, jalan rusak di tempat kami mohon diperbaiki", null, "EXT-KOTA")]
    [InlineData("Kepada Bupati, tolong perbaiki jembatan rusak menuju pasar", null, "EXT-KAB")]
    [InlineData("Air PDAM mati sudah tiga hari", "Kota Solok, Sumatera Barat", "EXT-PDAM")]
    [InlineData("Tagihan air PDAM melonjak tanpa sebab", null, "EXT-PDAM")]
    [InlineData("Selokan di komplek kami RT 02 RW 05 mampet", "Kabupaten Sidoarjo, Jawa Timur", "EXT-KAB")]
    [InlineData("Sampah menumpuk di RT 01 RW 03, truk sampah tidak datang", "Kota Serang, Banten", "EXT-KLH")]
    [InlineData("Jalan berlubang. Aduan ini menjadi kewenangan Pemerintah Kabupaten Bandung", null, "EXT-KAB")]
    [InlineData("Bedah rumah untuk ibu saya, mohon bantuan Bapak Bupati", "Kabupaten Lebak, Banten", "EXT-KAB")]
    [InlineData("Pemprov DKI, jalan rusak di sini mohon diaspal", "DKI Jakarta", "EXT-PROV")]
    public void What_the_text_shows_to_be_regional_is_returned(string text, string? place, string target) =>
        Assert.Equal(target, ShippedRules.Target(ShippedRules.Decide(text, place)));

    [Fact]
    public void A_name_that_is_both_regency_and_city_names_no_addressee()
    {
        var decision = ShippedRules.Decide("Lampu jalan mati di Bandung");

        Assert.Equal(RoutingOutcome.NotOurs, decision.Outcome);
        Assert.Null(decision.Addressee);
        Assert.Contains("Kabupaten Bandung atau Kota Bandung", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_contradicts_the_text_names_no_addressee()
    {
        var decision = ShippedRules.Decide("Lampu jalan mati di Kab. Bandung", "Kota Bandung, Jawa Barat");

        Assert.Null(decision.Addressee);
        Assert.Contains("Kabupaten Bandung", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("32.04", "EXT-KAB")]
    [InlineData("32.04.05.2001", "EXT-KAB")]
    [InlineData("32.73", "EXT-KOTA")]
    [InlineData("31.71", "EXT-PROV")]
    public void A_region_code_decides_between_regency_and_city(string code, string addressee)
    {
        var facts = ShippedRules.Facts("Lampu jalan mati total") with { Place = new ReportPlace(RegionCode: code) };

        Assert.Equal(addressee, ShippedRules.Decide(facts).Addressee);
    }

    [Fact]
    public void Coordinates_give_the_office()
    {
        var facts = ShippedRules.Facts("Jalan nasional rusak berlubang") with { Place = new ReportPlace(Latitude: 0.51, Longitude: 101.45) };

        Assert.Equal("BPJN-RIAU", ShippedRules.Decide(facts).Unit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \u00a0 ")]
    [InlineData("Mohon ditindaklanjuti, terima kasih")]
    [InlineData("Selamat pagi admin")]
    public void A_text_that_says_nothing_is_for_a_person(string text) =>
        Assert.Equal(RoutingOutcome.Triage, ShippedRules.Decide(text).Outcome);
}
