using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Simulators.Units;

/// <summary>What a unit will do with one report.</summary>
internal enum UnitCourse
{
    Answer,
    AskThenAnswer,
    Return,
}

/// <summary>Decides by seed what units do: the same seed and text give the same course.</summary>
internal sealed class UnitPlan(int seed)
{
    private static readonly string[] Answers =
    [
        "Tim kami sudah meninjau lokasi dan penanganan dijadwalkan minggu depan.",
        "Pekerjaan perbaikan sudah selesai. Mohon dicek kembali, terima kasih.",
        "Laporan sudah masuk program pemeliharaan tahun ini; petugas akan menghubungi perangkat setempat.",
        "Data sudah diperiksa dan penjelasan lengkap kami sampaikan di laman layanan kementerian.",
        "Penanganan darurat sudah dilakukan; perbaikan permanen menunggu cuaca membaik.",
    ];

    private static readonly string[] Questions =
    [
        "Mohon patokan lokasi yang lebih rinci, misalnya nama jalan atau kilometer.",
        "Sejak kapan hal ini terjadi dan apakah masih berlangsung?",
        "Mohon foto terbaru atau keterangan tambahan mengenai kondisi di lapangan.",
    ];

    /// <summary>Where a unit thinks a wrongly addressed report belongs; the others leave it open.</summary>
    private static readonly Dictionary<string, string> Neighbours = new(StringComparer.Ordinal)
    {
        ["PU-SDA"] = "PU-CK",
        ["PU-CK"] = "PU-SDA",
        ["PU-BM"] = "PU-BPJT",
        ["PU-BPJT"] = "PU-BM",
        ["PU-PS"] = "PU-CK",
    };

    public UnitCourse CourseOf(UnitReport report) => Draw(report, "course", 24) switch
    {
        0 or 1 => UnitCourse.Return,
        2 or 3 or 4 => UnitCourse.AskThenAnswer,
        _ => UnitCourse.Answer,
    };

    public string AnswerTo(UnitReport report) => Note(Answers, report, "answer");

    public string QuestionAbout(UnitReport report) => Note(Questions, report, "question");

    public static string? NeighbourOf(string unit) => Neighbours.GetValueOrDefault(unit);

    // The number makes each note one of its kind, so that the channel's ledger can be searched for it.
    private string Note(string[] notes, UnitReport report, string what) =>
        $"{notes[Draw(report, what, notes.Length)]} (ref. {report.Number}/{report.Unit})";

    private int Draw(UnitReport report, string what, int sides)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{seed}|{what}|{report.Unit}|{report.Text}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text))[0] % sides;
    }
}
