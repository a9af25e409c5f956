using Hub.Router.Routing;

namespace Hub.Worker.Tests.Config;

public sealed class MinistryTopicTests
{
    [Theory]
    [InlineData("Jalan raya penghubung dua kecamatan rusak parah dan berlubang, sudah banyak pengendara terjatuh.", null, "PU-BM")]
    [InlineData("Aspal di jalur utama mengelupas sepanjang 2 km, mohon pengaspalan jalan secepatnya", "Pekanbaru, Riau", "BPJN-RIAU")]
    [InlineData("Jalan nasional di wilayah kami amblas setelah hujan deras", "Kabupaten Jember, Jawa Timur", "BBPJN-JATIMBALI")]
    [InlineData("Jembatan penghubung miring dan lantainya retak, bahaya dilewati truk", "Kabupaten Sigi, Sulawesi Tengah", "BPJN-SULTENG")]
    [InlineData("Trotoar di tepi jalan nasional keramiknya pecah, trotoar rusak", "Kota Medan, Sumatera Utara", "BBPJN-SUMUT")]
    [InlineData("Jalan rusak di distrik kami belum pernah diaspal", "Kabupaten Nabire, Papua Tengah", "PU-BM")]
    [InlineData("Mohon penjelasan izin ruang milik jalan untuk pemasangan pipa di jalan nasional", null, "PU-BM")]
    [InlineData("Longsor menutup badan jalan nasional, jalan putus total", "Kabupaten Tanggamus, Lampung", "BPJN-LAMPUNG")]
    public void Roads_and_bridges_go_to_Bina_Marga_and_its_office(string text, string? place, string target) => Goes(text, place, target);

    [Theory]
    [InlineData("Tarif tol naik lagi padahal jalan tol rusak dan berlubang di banyak titik", null, "PU-BPJT")]
    [InlineData("Antrean di gerbang tol panjang sekali, gardu tol hanya satu yang buka", null, "PU-BPJT")]
    [InlineData("Ganti rugi tol untuk tanah keluarga kami belum dibayar", null, "PU-BPJT")]
    [InlineData("Rest area kotor dan toiletnya rusak, mohon pengelola menindaklanjuti", null, "PU-BPJT")]
    [InlineData("Lampu di Tol Jagorawi banyak mati dan jalan tol bergelombang", null, "PU-BPJT")]
    public void Toll_roads_go_to_BPJT(string text, string? place, string target) => Goes(text, place, target);

    [Theory]
    [InlineData("Sungai meluap setiap hujan, mohon normalisasi sungai", "Kabupaten Sambas, Kalimantan Barat", "BWS-KAL1")]
    [InlineData("Tanggul jebol dan banjir merendam ratusan rumah", "Kota Bengkulu, Bengkulu", "BWS-SUM7")]
    [InlineData("Saluran irigasi bocor sehingga sawah kekeringan", "Kabupaten Pidie, Aceh", "BWS-SUM1")]
    [InlineData("Abrasi pantai sudah sampai ke pekarangan, perlu pemecah ombak", "Kabupaten Karangasem, Bali", "BWS-BALI")]
    [InlineData("Bagaimana prosedur rekomtek sumber daya air untuk pabrik es", null, "PU-SDA")]
    [InlineData("Banjir terus terjadi di kecamatan kami, sungai dangkal oleh sedimentasi", "Kota Bekasi, Jawa Barat", "PU-SDA")]
    [InlineData("Bendungan di hulu retak, warga khawatir", "Kabupaten Gorontalo, Gorontalo", "BWS-SUL2")]
    [InlineData("Danau makin dangkal dan penuh eceng gondok", "Kabupaten Minahasa, Sulawesi Utara", "BWS-SUL1")]
    public void Water_goes_to_Sumber_Daya_Air_and_a_first_guess_of_its_office(string text, string? place, string target) => Goes(text, place, target);

    [Theory]
    [InlineData("Drainase di tepi jalan besar tersumbat dan air meluber", "Kota Palu, Sulawesi Tengah", "BPPW-SULTENG")]
    [InlineData("Pembangunan SPAM air minum belum mengalir sejak diresmikan", null, "PU-CK")]
    [InlineData("IPAL komunal yang dibangun tahun lalu tidak berfungsi, sanitasi buruk", null, "PU-CK")]
    [InlineData("Pamsimas di tempat kami mangkrak, air bersih tidak mengalir", null, "PU-CK")]
    [InlineData("Aplikasi SIMBG tidak bisa dibuka untuk mengurus sertifikat laik fungsi", null, "PU-CK")]
    public void Settlements_go_to_Cipta_Karya(string text, string? place, string target) => Goes(text, place, target);

    [Theory]
    [InlineData("Gedung madrasah retak dan hampir roboh, mohon rehabilitasi madrasah", null, "PU-PS")]
    [InlineData("Kapan renovasi stadion selesai, pembangunan stadion terhenti", null, "PU-PS")]
    [InlineData("SBU perusahaan kami belum terbit padahal berkas LPJK lengkap", null, "PU-BK")]
    [InlineData("Kami menyanggah hasil tender pokja BP2JK, sanggahan tidak dijawab", null, "PU-BK")]
    [InlineData("SKK tenaga ahli saya salah nama, bagaimana memperbaiki sertifikat kompetensi kerja", null, "PU-BK")]
    [InlineData("Bagaimana skema KPBU untuk proyek air", null, "PU-PI")]
    [InlineData("Minta jadwal penyusunan rencana induk infrastruktur wilayah oleh BPIW", null, "PU-BPIW")]
    [InlineData("Sertifikat diklat PU dari bapekom belum kami terima", null, "PU-BPSDM")]
    [InlineData("Website kementerian PU tidak bisa diakses, laman kementerian PU error", null, "PU-SETJEN")]
    public void Each_other_unit_has_its_subjects(string text, string? place, string target) => Goes(text, place, target);

    [Theory]
    [InlineData("Rumah tidak layak huni milik nenek saya perlu bantuan bedah rumah", null, ShippedRules.Before, "PUPR-PERUM")]
    [InlineData("Rumah tidak layak huni milik nenek saya perlu bantuan bedah rumah", null, "2024-10-21", "PKP")]
    [InlineData("Cara mendaftar rusunawa untuk pekerja baru", null, ShippedRules.After, "PKP")]
    [InlineData("Developer belum menyerahkan PSU, fasos fasum terbengkalai", null, ShippedRules.After, "PKP")]
    [InlineData("Rumah subsidi banyak kosong dan disewakan pemiliknya", null, ShippedRules.Before, "PUPR-PERUM")]
    [InlineData("Pengajuan FLPP dan SBUM saya ditolak bank", null, ShippedRules.Before, "PUPR-PI")]
    [InlineData("Pengajuan FLPP dan SBUM saya ditolak bank", null, ShippedRules.After, "PKP")]
    [InlineData("Jalan nasional rusak parah", null, ShippedRules.Before, "PUPR-BM")]
    [InlineData("Jalan nasional rusak parah", null, "2024-10-21", "PU-BM")]
    [InlineData("Gedung madrasah retak dan hampir roboh, mohon rehabilitasi madrasah", null, ShippedRules.Before, "PUPR-CK")]
    [InlineData("Jalan nasional rusak parah", "Kota Jambi, Jambi", ShippedRules.Before, "BPJN-JAMBI")]
    [InlineData("Tarif tol terlalu mahal di gerbang tol ini", null, "2019-03-01", "PUPR-BPJT")]
    public void The_structure_of_the_day_counts(string text, string? place, string day, string target) =>
        Assert.Equal(target, ShippedRules.Target(ShippedRules.Decide(text, place, day)));

    [Theory]
    [InlineData("Waduk Jatigede surut dan pintu air macet", "bendungan-irigasi", "BBWS-CIMANCIS")]
    [InlineData("Mohon normalisasi sungai Citarum yang dangkal", "sungai-banjir", "BBWS-CTRM")]
    [InlineData("BBWS Brantas belum menanggapi surat kami tentang tanggul sungai", "sungai-banjir", "BBWS-BRNT")]
    [InlineData("Jalan Gempol - Bangil berlubang", "jalan", "BBPJN-JATIMBALI")]
    [InlineData("Lubang besar di jalur pantura, jalan rusak", "jalan", "PU-BM")]
    [InlineData("Balai Pelaksanaan Jalan Nasional Aceh mohon perbaiki jalan rusak", "jalan", "BPJN-ACEH")]
    public void What_is_named_settles_whose_it_is(string text, string topic, string unit)
    {
        var decision = ShippedRules.Decide(text);

        Assert.Equal(topic, decision.Explanation.Topic);
        Assert.Equal(unit, decision.Unit);
    }

    [Fact]
    public void An_office_guessed_from_the_province_says_so()
    {
        var decision = ShippedRules.Decide("Sungai meluap setiap hujan, mohon normalisasi sungai", "Kabupaten Sambas, Kalimantan Barat");

        Assert.Contains("dugaan awal", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_street_of_the_national_list_counts_only_in_its_own_town()
    {
        var there = ShippedRules.Decide("Jalan Yos Sudarso rusak berlubang", "Kota Tarakan, Kalimantan Utara");
        var elsewhere = ShippedRules.Decide("Jalan Yos Sudarso rusak berlubang", "Kota Ambon, Maluku");

        Assert.Equal(Authority.National, there.Explanation.Authority);
        Assert.Equal(Authority.Unknown, elsewhere.Explanation.Authority);
    }

    private static void Goes(string text, string? place, string target) =>
        Assert.Equal(target, ShippedRules.Target(ShippedRules.Decide(text, place)));
}
