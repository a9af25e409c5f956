using System.Globalization;

namespace Hub.Simulators.Sp4nLapor;

/// <summary>
/// The admin site's export (DOMAIN 1.5) with what makes it hard to read: lines above the header, Indonesian months short and long,
/// no-break and double spaces, numbers as text or as numbers, a column that nobody documented.
/// </summary>
internal static class Sp4nLaporExport
{
    private static readonly string[] Columns =
    [
        "No", "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi\u00A0Laporan", "ID Kategori", "Kategori", "Judul Laporan",
        "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan", "Sumber Laporan", "Instansi Induk", "ID Instansi Terdisposisi", "Instansi Terdisposisi",
        "Status  Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan", "Nomor SK", "Url SK", "Url Dokumen Laporan Tahunan",
        "Laporan yang Masuk melalui Kanal Aduan Setwapres", "Rating", "Kolom Baru 4.0",
    ];

    private static readonly string[][] Months =
    [
        ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"],
        ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"],
    ];

    public static byte[] Write(IReadOnlyList<Sp4nLaporReport> reports, DateTimeOffset now)
    {
        List<object?[]> rows =
        [
            ["LAPORAN PENGADUAN SP4N-LAPOR!"],
            ["Instansi", "Kementerian Pekerjaan Umum"],
            ["Dicetak", Day(now, 1)],
            [],
            [.. Columns],
            .. reports.Select(Row),
        ];
        return Sp4nLaporWorkbook.Write(("Laporan", rows));
    }

    private static object?[] Row(Sp4nLaporReport report, int index)
    {
        var submission = report.Submission;
        var local = report.CreatedAt.ToOffset(TimeSpan.FromHours(7));
        return
        [
            index + 1,
            index % 2 == 0 ? report.TrackingId : long.Parse(report.TrackingId, CultureInfo.InvariantCulture),
            Day(report.CreatedAt, index % Months.Length),
            local.ToString(index % 2 == 0 ? "HH:mm" : "HH.mm", CultureInfo.InvariantCulture),
            submission.Anonymous ? "Anonim" : submission.ReporterName,
            submission.Classification.Replace(" ", index % 2 == 0 ? "  " : "\u00A0", StringComparison.Ordinal),
            "13",
            $"{submission.CategoryParent} > {submission.Category}",
            submission.Title,
            submission.Content,
            report.ContentFinal,
            Kind(submission),
            submission.Source,
            "Kementerian Pekerjaan Umum",
            report.AgencyId,
            "Kementerian Pekerjaan\u00A0Umum",
            report.Status,
            report.StatusReason,
            submission.Province,
            submission.Regency,
            submission.District,
            null,
            null,
            null,
            null,
            submission.Source is "Lapor Mas Wapres" ? "Ya" : "Tidak",
            null,
            "isi",
        ];
    }

    private static string Day(DateTimeOffset at, int form)
    {
        var local = at.ToOffset(TimeSpan.FromHours(7));
        return string.Create(CultureInfo.InvariantCulture, $"{local.Day} {Months[form][local.Month - 1]} {local.Year}");
    }

    private static string? Kind(Sp4nLaporSubmission submission) => (submission.Anonymous, submission.Secret) switch
    {
        (true, true) => "Anonim, Rahasia",
        (true, false) => "Anonim",
        (false, true) => "Rahasia",
        _ => null,
    };
}
