using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ExcelDataReader;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>One day's recap as CSV: rows are only added, each is on the disk before it counts, and none is a formula for a spreadsheet.</summary>
internal sealed partial class Sp4nLaporRecapFile(string path)
{
    private const string Header = "No,Tanggal,Tracking ID,User,Judul,Stakeholder,Tanggapan,Keterangan\r\n";

    static Sp4nLaporRecapFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public string Name => Path.GetFileName(path);

    /// <returns>The number of the row that carries the operation; null when there is none.</returns>
    public string? Find(string operation)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        // Whatever a spreadsheet saved, also with semicolons.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return file.Length == 0 ? null : Rows(file)
            .Where(row => row.Any(cell => cell.Contains(operation, StringComparison.OrdinalIgnoreCase)))
            .Select(row => string.Concat(row[0].TrimStart('"').TakeWhile(char.IsAsciiDigit)))
            .FirstOrDefault();
    }

    /// <param name="cells">All columns but the number.</param>
    /// <returns>The number of the new row.</returns>
    public async Task<string> AppendAsync(IReadOnlyList<string> cells, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var text = await ReadAsync(file, cancellationToken);
        var whole = Whole(text);

        file.SetLength(text.Length == whole.Length ? file.Length : Encoding.UTF8.Preamble.Length + Encoding.UTF8.GetByteCount(whole));
        file.Seek(0, SeekOrigin.End);

        var number = Number(whole).ToString(CultureInfo.InvariantCulture);
        var head = whole.Length == 0 ? $"{(file.Length == 0 ? "\uFEFF" : "")}{Header}" : whole.EndsWith('\n') ? "" : "\r\n";
        var row = string.Join(',', cells.Prepend(number).Select(Quoted));
        await file.WriteAsync(Encoding.UTF8.GetBytes($"{head}{row}\r\n"), cancellationToken);

        // Down to the disk: the hub counts this status as handed over from now on.
        file.Flush(flushToDisk: true);
        return number;
    }

    /// <summary>
    /// Text that a spreadsheet would run gets an apostrophe in front, also behind blanks and in full-width form (OWASP, CVE-2021-41270);
    /// every cell is quoted (RFC 4180).
    /// </summary>
    public static string Quoted(string cell)
    {
        var first = cell.TrimStart().Length > 0 ? cell.TrimStart()[0] : ' ';
        var runs = cell is ['\t' or '\r' or '\n', ..] || first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';
        return $"\"{(runs ? "'" : "")}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static async Task<string> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken);
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return Encoding.UTF8.GetString(bytes.AsSpan(start));
    }

    /// <summary>The text without a last row that a crash cut. A last row that merely lost its line end in an editor is whole.</summary>
    private static string Whole(string text)
    {
        var end = 0;
        var quoted = false;
        for (var index = 0; index < text.Length; index++)
        {
            quoted ^= text[index] is '"';
            end = text[index] is '\n' && !quoted ? index + 1 : end;
        }

        return !quoted && OperationAtEnd.IsMatch(text.AsSpan(end)) ? text : text[..end];
    }

    /// <summary>The header is row 0, so the count of rows is the next number.</summary>
    private static int Number(string whole)
    {
        if (whole.Length == 0)
        {
            return 1;
        }

        using var text = new MemoryStream(Encoding.UTF8.GetBytes(whole));
        return Rows(text).Count();
    }

    private static IEnumerable<string[]> Rows(Stream csv)
    {
        using var reader = ExcelReaderFactory.CreateCsvReader(csv, new ExcelReaderConfiguration { FallbackEncoding = Encoding.UTF8, LeaveOpen = true });
        while (reader.Read())
        {
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column)?.ToString() ?? "")];
        }
    }

    [GeneratedRegex("hub:[0-9a-f-]{36}\"?\\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex OperationAtEnd { get; }
}
