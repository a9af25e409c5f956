using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Hub.Router.Answers;

/// <summary>Texts as plain words, to see whether one stands in the other and whether anything was written at all.</summary>
internal static partial class AnswerWords
{
    /// <summary>So many words of an internal note in a row are no accident.</summary>
    private const int Run = 6;

    /// <summary>Fewer words than this say nothing of their own ("sudah selesai").</summary>
    private const int FewestOfNote = 3;

    /// <summary>Whole answers that answer nothing.</summary>
    private static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet(
        [
            "", "test", "tes", "testing", "ok", "oke", "ya", "tidak ada", "nihil", "idem", "na", "n a", "null", "none", "terlampir", "isi jawaban", "jawaban", "catatan", "keterangan tambahan",
            "terima kasih", "terima kasih atas laporan anda", "terima kasih atas laporannya", "terima kasih atas partisipasi anda", "laporan anda telah kami terima", "laporan telah diterima", "laporan diterima",
            "akan ditindaklanjuti", "akan kami tindaklanjuti", "akan segera ditindaklanjuti", "akan segera kami tindaklanjuti", "mohon maaf atas ketidaknyamanannya",
        ],
        StringComparer.Ordinal);

    /// <summary>A template that nobody filled in, or nothing: no words, the words of every letter, or a place for words left open.</summary>
    public static bool IsFiller(string text) => Fillers.Contains(string.Join(' ', Of(text)));

    public static bool HasGap(string text) => Gap().IsMatch(text);

    /// <summary>Do the words of the internal note, or a long run of them, stand in the public one?</summary>
    public static bool Leaks(string? internalNote, string publicNote)
    {
        var (inner, outer) = (Of(internalNote ?? ""), string.Join(' ', Of(publicNote).Prepend("").Append("")));
        var run = Math.Min(Run, inner.Count);
        return run >= FewestOfNote
            && Enumerable.Range(0, inner.Count - run + 1).Any(start => outer.Contains($" {string.Join(' ', inner.GetRange(start, run))} ", StringComparison.Ordinal));
    }

    private static List<string> Of(string text) => [.. Word().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    /// <summary>{{nama}}, {0}, ${nama}, [isi …], &lt;isi …&gt;, a run of dots or underscores, and the printers' Latin.</summary>
    [GeneratedRegex(@"\{\{?[^{}]{0,60}\}?\}|\$\{|\[(?i:isi|nama|nomor|tanggal|alamat|lokasi|unit|jawaban|tulis)[^\]]{0,60}\]|<(?i:isi|nama|nomor|tanggal|alamat|lokasi|unit|jawaban|tulis)[^>]{0,60}>|_{4,}|\.{6,}|…{3,}|(?i:lorem ipsum)", RegexOptions.CultureInvariant)]
    private static partial Regex Gap();
}
