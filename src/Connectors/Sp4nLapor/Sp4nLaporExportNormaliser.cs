using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>The admin site's export (DOMAIN 1.5, CHANNELS 6.2). The header is found by its words, wherever it stands; each row stands for itself.</summary>
internal static class Sp4nLaporExportNormaliser
{
    /// <summary>Unpacked size that no export of an agency comes near; more is a bomb.</summary>
    private const long LargestWorkbook = 512L * 1024 * 1024;

    /// <summary>Rows of title, agency and date that may stand above the header.</summary>
    private const int DeepestHeader = 50;

    static Sp4nLaporExportNormaliser() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static NormalisedBody Normalise(RawItem raw)
    {
        var findings = new Sp4nLaporFindings();
        try
        {
            using var stream = new MemoryStream(raw.Body.ToArray(), writable: false);
            using var reader = Open(stream);
            if (reader is null)
            {
                findings.Unreadable("", "too_large", "The workbook unpacks to more than 512 MiB; export a shorter period.");
                return findings.ToBody();
            }

            var known = 0;
            do
            {
                known += Sheet(reader, findings) ? 1 : 0;
            }
            while (reader.NextResult());

            if (known == 0)
            {
                findings.Unreadable("", "no_header", "No sheet has a header row with Tracking ID and Status Laporan; is this the export of the LAPOR! admin site?");
            }
        }
        catch (Exception fault)
        {
            // The file's makers decide what the library stumbles over; rows read so far are kept.
            findings.Unreadable("", "bad_file", $"The spreadsheet is damaged ({fault.GetType().Name}); export it again.");
        }

        return findings.ToBody();
    }

    private static IExcelDataReader? Open(MemoryStream stream)
    {
        var head = stream.ToArray().AsSpan();
        if (head.StartsWith("PK"u8))
        {
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
            {
                if (zip.Entries.Sum(entry => entry.Length) > LargestWorkbook)
                {
                    return null;
                }
            }

            stream.Position = 0;
            return ExcelReaderFactory.CreateReader(stream);
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF]) ? ExcelReaderFactory.CreateReader(stream) : ExcelReaderFactory.CreateCsvReader(stream);
    }

    /// <returns>True when the sheet has a header.</returns>
    private static bool Sheet(IExcelDataReader reader, Sp4nLaporFindings findings)
    {
        Sp4nLaporExportHeader? header = null;
        var looksLikeReports = false;
        for (var row = 1; reader.Read(); row++)
        {
            var cells = Cells(reader);
            if (header is null)
            {
                header = row <= DeepestHeader ? Sp4nLaporExportHeader.Find(reader.Name, cells) : null;
                looksLikeReports |= header is null && cells.Any(cell => Sp4nLaporFields.TrackingId(Sp4nLaporExportRow.Text(cell)) is not null);
            }
            else if (cells.Any(cell => Sp4nLaporExportRow.Text(cell) is not null) && Sp4nLaporExportHeader.Find(reader.Name, cells) is null)
            {
                new Sp4nLaporExportRow(header, row, cells).Read(findings);
            }
        }

        if (header is null && looksLikeReports)
        {
            findings.Unreadable(reader.Name, "no_header", "The sheet holds numbers like tracking ids and has no header row; its rows were not read.");
        }

        return header is not null;
    }

    private static object?[] Cells(IExcelDataReader reader)
    {
        var cells = new object?[reader.FieldCount];
        for (var index = 0; index < cells.Length; index++)
        {
            cells[index] = reader.GetValue(index);
        }

        return cells;
    }
}

/// <summary>Which column holds what, by the column's own words.</summary>
internal sealed class Sp4nLaporExportHeader(string sheet, IReadOnlyDictionary<string, int> columns)
{
    public string Sheet => sheet;

    /// <returns>Null when this row is not the header.</returns>
    public static Sp4nLaporExportHeader? Find(string sheet, object?[] cells)
    {
        Dictionary<string, int> columns = [];
        foreach (var (index, cell) in cells.Index())
        {
            if (cell is string name && Sp4nLaporWords.Key(name) is { Length: > 0 } key)
            {
                columns.TryAdd(key, index);
            }
        }

        return columns.ContainsKey("trackingid") && columns.ContainsKey("statuslaporan") ? new Sp4nLaporExportHeader(sheet, columns) : null;
    }

    /// <returns>Null when the export has no such column.</returns>
    public int? Column(string name) => columns.TryGetValue(Sp4nLaporWords.Key(name), out var index) ? index : null;
}
