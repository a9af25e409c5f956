using System.Collections.Frozen;
using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>One row of the export (DOMAIN 1.5). Columns that nobody knows are left to the raw archive.</summary>
internal sealed class Sp4nLaporExportRow(Sp4nLaporExportHeader header, int row, object?[] cells)
{
    /// <summary>Words of the column Tipe Laporan and the two flags they set.</summary>
    private static readonly FrozenDictionary<string, Sensitivity> Kinds = Sp4nLaporWords.Table(new Dictionary<string, Sensitivity>
    {
        ["-"] = new(false, false),
        ["Normal"] = new(false, false),
        ["Biasa"] = new(false, false),
        ["Publik"] = new(false, false),
        ["Terbuka"] = new(false, false),
        ["Anonim"] = new(true, false),
        ["Rahasia"] = new(false, true),
        ["Anonim, Rahasia"] = new(true, true),
        ["Rahasia, Anonim"] = new(true, true),
        ["Anonim dan Rahasia"] = new(true, true),
        ["Rahasia dan Anonim"] = new(true, true),
    });

    /// <summary>The rating moves without anything to decide and is left out.</summary>
    private static readonly string[] Versioned =
    [
        "Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir", "Klasifikasi Laporan", "Kategori", "Tipe Laporan", "Status Laporan", "Alasan Tunda/Arsip",
        "ID Instansi Terdisposisi", "Instansi Terdisposisi", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan",
    ];

    public void Read(Sp4nLaporFindings findings)
    {
        if (Sp4nLaporFields.TrackingId(Word("Tracking ID")) is not { } trackingId)
        {
            findings.Unreadable(At("Tracking ID"), "bad_field", "A tracking id has 7 to 10 digits; without one the report cannot be told from others.");
            return;
        }

        if (Occurred(findings) is not { } occurred)
        {
            return;
        }

        var text = Sp4nLaporWords.Prose(Text(Cell("Isi Laporan Akhir")) ?? Text(Cell("Isi Laporan Awal")));
        if (text is null && Word("Judul Laporan") is null)
        {
            findings.Unreadable(At("Isi Laporan Awal"), "no_content", "The row has no title and no text.");
            return;
        }

        var sensitivity = Flags(findings);
        findings.Add(new InboundReport($"{header.Sheet}!{row}", trackingId, occurred)
        {
            Text = text ?? "",
            Reporter = sensitivity.Anonymous || IsAnonymous(Word("Nama Pelapor")) ? new ReporterIdentity() : Sp4nLaporFields.Reporter(Word("Nama Pelapor"), null, null),
            Title = Word("Judul Laporan"),
            Class = Sp4nLaporFields.Class(Word("Klasifikasi Laporan"), At("Klasifikasi Laporan"), findings),
            Category = Sp4nLaporWords.CategoryPath(Word("Kategori")),
            Sensitivity = sensitivity,
            Place = Place(),
            ChannelWord = Word("Status Laporan"),
            ChannelState = Sp4nLaporFields.State(Word("Status Laporan"), At("Status Laporan"), findings),
            ContentVersion = Sp4nLaporFields.Version(Versioned.Select(Word)),
        });
    }

    /// <summary>The cell as text: numbers without exponent or decimals that are not there; null for an empty cell.</summary>
    public static string? Text(object? cell)
    {
        var text = cell switch
        {
            null => null,
            string words => words,
            double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString(),
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Replace('\0', '\uFFFD');
    }

    private DateTimeOffset? Occurred(Sp4nLaporFindings findings)
    {
        if (Sp4nLaporTime.Day(Cell("Tanggal Laporan Masuk")) is not { } day)
        {
            findings.Unreadable(At("Tanggal Laporan Masuk"), "bad_field", "The day is missing or not written like 17 Agt 2026; the deadlines cannot be counted.");
            return null;
        }

        var cell = Cell("Waktu Laporan Masuk");
        if (Sp4nLaporTime.Clock(cell) is { } time)
        {
            return Sp4nLaporTime.AtWib(day.ToDateTime(time));
        }

        if (Text(cell) is not null)
        {
            findings.Unreadable(At("Waktu Laporan Masuk"), "bad_field", "The time of day is not written like 13:45.");
            return null;
        }

        findings.Unreadable(At("Waktu Laporan Masuk"), "no_time", "The time of day is missing and the day's beginning (WIB) stands in for it; the report is kept.");
        return Sp4nLaporTime.AtWib(day.ToDateTime(TimeOnly.MinValue));
    }

    /// <summary>An unknown word in this column hides rather than shows.</summary>
    private Sensitivity Flags(Sp4nLaporFindings findings)
    {
        if (Word("Tipe Laporan") is not { } word)
        {
            return new Sensitivity(false, false);
        }

        if (Kinds.TryGetValue(Sp4nLaporWords.Key(word), out var known))
        {
            return known;
        }

        findings.Unreadable(At("Tipe Laporan"), "unknown_word", "Tipe Laporan holds a word that is not in the table; the report is kept as anonymous and secret, so that nothing is shown by mistake.");
        return new Sensitivity(true, true);
    }

    private ReportPlace? Place()
    {
        var place = new ReportPlace(
            Province: Word("Provinsi"), Regency: Word("Kota/Kabupaten"), District: Word("Kecamatan"), Village: Word("Kelurahan"));
        return place == new ReportPlace() ? null : place;
    }

    private object? Cell(string column) => header.Column(column) is { } index && index < cells.Length ? cells[index] : null;

    private string? Word(string column) => Sp4nLaporWords.OneLine(Text(Cell(column)));

    private string At(string column) => $"{header.Sheet}!{row}:{column}";

    private static bool IsAnonymous(string? name) => name is not null && Sp4nLaporWords.Key(name) is "anonim" or "";
}
