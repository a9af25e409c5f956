using System.Collections.Frozen;
using System.Text;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>LAPOR! names hold no-break and double spaces and change their case (DOMAIN 1.7); they are compared without them.</summary>
internal static class Sp4nLaporWords
{
    /// <summary>Classes as agencies write them (DOMAIN 2.3). A bare "pengaduan" is known and says nothing about supervision.</summary>
    private static readonly FrozenDictionary<string, ReportClass> Classes = Table(new Dictionary<string, ReportClass>
    {
        ["Pengaduan berkadar pengawasan"] = ReportClass.SupervisoryComplaint,
        ["Berkadar pengawasan"] = ReportClass.SupervisoryComplaint,
        ["Pengaduan tidak berkadar pengawasan"] = ReportClass.Complaint,
        ["Tidak berkadar pengawasan"] = ReportClass.Complaint,
        ["Aspirasi"] = ReportClass.Aspiration,
        ["Permintaan informasi"] = ReportClass.InformationRequest,
        ["Pengaduan"] = ReportClass.Unclassified,
    });

    /// <returns>Null for a word that is not in the table.</returns>
    public static ReportClass? Class(string word) => Classes.TryGetValue(Key(word), out var known) ? known : null;

    /// <summary>A table that is asked with <see cref="Key"/>.</summary>
    public static FrozenDictionary<string, T> Table<T>(IReadOnlyDictionary<string, T> words) =>
        words.ToFrozenDictionary(word => Key(word.Key), word => word.Value, StringComparer.Ordinal);

    /// <summary>Letters and digits in lower case: what is left when spacing, case and punctuation do not count.</summary>
    public static string Key(string word)
    {
        var key = new StringBuilder(word.Length);
        foreach (var letter in word.Where(char.IsLetterOrDigit))
        {
            key.Append(char.ToLowerInvariant(letter));
        }

        return key.ToString();
    }

    /// <summary>One line with single plain spaces; null when nothing is left.</summary>
    public static string? OneLine(string? text)
    {
        var line = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 0 ? line : null;
    }

    /// <summary>A citizen's text with its lines kept: plain spaces, no blanks around it.</summary>
    public static string? Prose(string? text)
    {
        var prose = (text ?? "").Replace('\u00A0', ' ').ReplaceLineEndings("\n").Trim();
        return prose.Length > 0 ? prose : null;
    }

    /// <summary>Category names from the top, joined as the contract wants them.</summary>
    public static string? CategoryPath(params IEnumerable<string?> names)
    {
        var path = string.Join(" > ", names.SelectMany(name => (name ?? "").Split('>')).Select(OneLine).OfType<string>());
        return path.Length > 0 ? path : null;
    }
}
