using Hub.Router.Routing;

namespace Hub.Worker.Tests.Config;

/// <summary>Whose road, river or pipe it is, and which office: the table of DOMAIN 5.3 and 5.4 with its traps.</summary>
public sealed class OfficesTests
{
    private const string Flood = "Sungai meluap setiap hujan, mohon normalisasi sungai";

    [Theory]
    // A river or its basin decides, wherever the report comes from.
    [InlineData("Sungai Mahakam meluap, mohon normalisasi sungai", "Kota Samarinda, Kalimantan Timur", ShippedRules.After, "BWS-KAL4", "menurut nama")]
    [InlineData("Sungai Barito meluap, mohon normalisasi sungai", "Kabupaten Barito Selatan, Kalimantan Tengah", ShippedRules.After, "BWS-KAL3", "menurut nama")]
    [InlineData("Mohon normalisasi sungai, wilayah sungai Citanduy banjir", "Kabupaten Ciamis, Jawa Barat", ShippedRules.After, "BBWS-CTND", "menurut nama")]
    [InlineData("Sungai Lariang meluap, mohon normalisasi sungai", "Kabupaten Pasangkayu, Sulawesi Barat", ShippedRules.After, "BWS-SUL3", "menurut nama")]
    // The numbers of Kalimantan moved in 2020.
    [InlineData("BWS Kalimantan III mohon normalisasi sungai yang meluap", null, "2019-06-01", "BWS-KAL4", "menurut nama")]
    [InlineData("BWS Kalimantan III mohon normalisasi sungai yang meluap", null, ShippedRules.After, "BWS-KAL3", "menurut nama")]
    [InlineData("BWS Kalimantan III mohon normalisasi sungai yang meluap", "Kota Samarinda, Kalimantan Timur", ShippedRules.After, "BWS-KAL4", "BWS-KAL3 yang disebut tidak mencakup")]
    [InlineData("BWS Kalimantan III, sungai Mahakam meluap", null, ShippedRules.After, "BWS-KAL4", "menurut nama")]
    [InlineData("BWS Kalimantan III mohon normalisasi sungai yang meluap", "Kota Samarinda, Kalimantan Timur", "2020-06-01", "BWS-KAL4", "dugaan awal")]
    // A province is a first guess where it has one office, and none where it has several or nobody knows.
    [InlineData(Flood, "Kabupaten Sambas, Kalimantan Barat", ShippedRules.After, "BWS-KAL1", "dugaan awal")]
    [InlineData(Flood, "Kota Bandung, Jawa Barat", ShippedRules.After, "PU-SDA", "dibagi beberapa balai")]
    [InlineData(Flood, "Kabupaten Nabire, Papua Tengah", ShippedRules.After, "PU-SDA", "belum ada balai yang diketahui untuk Provinsi Papua Tengah")]
    [InlineData(Flood, "Kabupaten Raja Ampat, Papua Barat Daya", ShippedRules.After, "PU-SDA", "belum ada balai yang diketahui untuk Provinsi Papua Barat Daya")]
    [InlineData(Flood, "Kabupaten Majene, Sulawesi Barat", ShippedRules.After, "PU-SDA", "belum ada balai yang diketahui untuk Provinsi Sulawesi Barat")]
    // A dam names its office, and is another dam in another province.
    [InlineData("Waduk Jatigede surut dan pintu air macet", null, ShippedRules.After, "BBWS-CIMANCIS", "menurut nama")]
    [InlineData("Bendungan Tukul bocor, pintu bendungan rusak", "Kabupaten Pacitan, Jawa Timur", ShippedRules.After, "BBWS-BS", "menurut nama")]
    [InlineData("Bendungan Tukul bocor, pintu bendungan rusak", "Kabupaten Belu, Nusa Tenggara Timur", ShippedRules.After, "BWS-NT2", "dugaan awal")]
    // Roads and settlements go by province.
    [InlineData("Jalan nasional rusak berlubang", "Kabupaten Majene, Sulawesi Barat", ShippedRules.After, "BPJN-SULBAR", "di Provinsi Sulawesi Barat")]
    [InlineData("Jalan nasional rusak berlubang", "Kabupaten Nabire, Papua Tengah", ShippedRules.After, "PU-BM", "belum ada balai yang diketahui")]
    [InlineData("Jalan nasional rusak berlubang", "Kabupaten Sorong, Papua Barat Daya", ShippedRules.After, "PU-BM", "belum ada balai yang diketahui")]
    [InlineData("Jembatan nasional rusak di Kabupaten Merauke", null, ShippedRules.After, "BPJN-MERAUKE", "Papua Selatan")]
    [InlineData("IPAL komunal tidak berfungsi, sanitasi buruk", "Kabupaten Buol, Sulawesi Tengah", ShippedRules.After, "BPPW-SULTENG", "di Provinsi Sulawesi Tengah")]
    public void What_is_named_decides_and_the_province_is_a_first_guess(string text, string? place, string day, string unit, string reason)
    {
        var decision = ShippedRules.Decide(text, place, day);

        Assert.Equal(unit, decision.Unit);
        Assert.Contains(reason, decision.Reason, StringComparison.Ordinal);
        Assert.Contains(decision.Explanation.Steps, step => step.Ended && step.Result.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Ruas jalan Sekatak Buji - Rian rusak berlubang di km 23", "BPJN-KALTARA", "KM 23")]
    [InlineData("Ruas Malinau - Mansalong berlubang, jalan rusak KM. 12+500", "BPJN-KALTARA", "KM 12+500")]
    [InlineData("Jalan lingkar Pulau Sebatik rusak parah", "BPJN-KALTARA", null)]
    [InlineData("Jalan raya Ngawi menuju Maospati rusak parah", "BBPJN-JATIMBALI", null)]
    [InlineData("Jalan poros Probolinggo - Lumajang rusak parah", "BBPJN-JATIMBALI", null)]
    public void Listed_roads_are_national_and_lie_in_their_province(string text, string unit, string? post)
    {
        var decision = ShippedRules.Decide(text);

        Assert.Equal((unit, Authority.National), (decision.Unit, decision.Explanation.Authority));
        Assert.Equal(post, decision.Explanation.Facts.SingleOrDefault(fact => fact.Kind is "post")?.Value);
    }

    [Theory]
    [InlineData("Jalan rusak parah, garis tengahnya kuning", Authority.National)]
    [InlineData("Jalan rusak berlubang, ada marka kuning dan putih", Authority.National)]
    [InlineData("Jalan rusak berlubang, tidak ada marka kuning", Authority.Local)]
    [InlineData("Jalan rusak berlubang", Authority.Unknown)]
    public void A_yellow_centre_line_is_the_mark_of_a_national_road(string text, Authority authority) =>
        Assert.Equal(authority, ShippedRules.Decide(text).Explanation.Authority);

    [Fact]
    public void A_white_line_alone_is_weighed_as_evidence_of_a_regional_road() =>
        Assert.Contains(ShippedRules.Decide("Jalan rusak berlubang, hanya garis putih di tengah").Explanation.Facts, fact => fact is { Kind: "authority", Value: "marka.tanpa-kuning" });

    [Theory]
    [InlineData("Jalan desa kami rusak parah", "Kabupaten Cianjur, Jawa Barat", "EXT-KAB", "dinas PUPR Kabupaten Cianjur")]
    [InlineData("Yth. Bapak Walikota, jalan rusak mohon diperbaiki", "Kota Padang, Sumatera Barat", "EXT-KOTA", "dinas PUPR Kota Padang")]
    [InlineData("Jalan provinsi rusak dan berlubang", "Kabupaten Cianjur, Jawa Barat", "EXT-PROV", "dinas PUPR Provinsi Jawa Barat")]
    [InlineData("Jalan desa kami rusak parah", null, "EXT-KAB", "disarankan ke Pemerintah kabupaten")]
    [InlineData("Air PDAM mati sudah tiga hari", "Kota Solok, Sumatera Barat", "EXT-PDAM", "PDAM Kota Solok")]
    [InlineData("Lampu penerangan jalan umum mati", "Kabupaten Sleman, DI Yogyakarta", "EXT-KAB", "dinas perhubungan Kabupaten Sleman")]
    [InlineData("Palang pintu kereta rusak, perlintasan kereta api bahaya", "Kabupaten Tegal, Jawa Tengah", "EXT-KEMENHUB", "Kementerian Perhubungan")]
    [InlineData("Listrik padam terus, PLN tidak menjawab", "Kota Padang, Sumatera Barat", "EXT-PLN", "disarankan ke PLN")]
    [InlineData("Sertifikat tanah PTSL belum dibagikan oleh BPN", null, "EXT-ATRBPN", "kantor pertanahan")]
    [InlineData("Jalan rusak, Yth Bupati mohon diperbaiki", "Kota Padang, Sumatera Barat", "EXT-KAB", "Pemerintah kabupaten")]
    public void What_is_not_ours_is_returned_with_the_office_of_the_place(string text, string? place, string addressee, string office)
    {
        var decision = ShippedRules.Decide(text, place);

        Assert.Equal((RoutingOutcome.NotOurs, addressee), (decision.Outcome, decision.Addressee));
        Assert.Contains(office, decision.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("kabupaten) Kota", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Jalan rusak berlubang", null, "di kabupaten/kota")]
    [InlineData("Jalan rusak berlubang", "Kabupaten Jember, Jawa Timur", "jalan nasional, provinsi")]
    [InlineData(Flood, "Kota Bengkulu, Bengkulu", "nama sungai")]
    [InlineData("Jalan nasional rusak berlubang", null, null)]
    [InlineData("Jalan desa kami rusak parah", null, null)]
    [InlineData("Oknum minta uang untuk perbaikan jalan rusak", null, null)]
    [InlineData("Tolong", null, null)]
    public void One_question_is_offered_only_where_owner_or_place_is_all_that_is_missing(string text, string? place, string? asks)
    {
        var question = ShippedRules.Decide(text, place).Question;

        Assert.Equal(asks is null, question is null);
        Assert.Contains(asks ?? "", question ?? "", StringComparison.Ordinal);
    }
}
