using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Fields that both forms of a report share, judged the same way.</summary>
internal static class Sp4nLaporFields
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <returns>Null unless it is 7 to 10 digits (CHANNELS 6.1).</returns>
    public static string? TrackingId(string? text) =>
        text is { Length: >= 7 and <= 10 } && !text.AsSpan().ContainsAnyExcept(Digits) ? text : null;

    public static ReportClass Class(string? word, string path, Sp4nLaporFindings findings)
    {
        if (word is null || Sp4nLaporWords.Class(word) is not { } known)
        {
            Unknown(word, path, "Klasifikasi", findings);
            return ReportClass.Unclassified;
        }

        return known;
    }

    /// <returns>Null for a word of work in progress and for one that is not in the table.</returns>
    public static ReportState? State(string? word, string path, Sp4nLaporFindings findings)
    {
        if (word is null || Sp4nLaporStatusMap.Read(word) is not { } meaning)
        {
            Unknown(word, path, "Status", findings);
            return null;
        }

        return meaning.State;
    }

    /// <summary>Changes when anything that the hub shows or decides by has changed.</summary>
    public static string Version(params IEnumerable<string?> parts)
    {
        // A length before each part keeps "ab","c" apart from "a","bc".
        var text = string.Concat(parts.Select(part => part is null ? "-;" : $"{part.Length}:{part};"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }

    /// <summary>E.164 from the ways Indonesians write a number; null when it is none of them (the raw archive keeps it).</summary>
    public static string? Phone(string? text)
    {
        var digits = string.Concat((text ?? "").Where(char.IsAsciiDigit));
        var number = (text?.TrimStart().StartsWith('+') is true, digits) switch
        {
            (true, _) => digits,
            (false, ['0', '8', ..]) => $"62{digits[1..]}",
            (false, ['6', '2', '8', ..]) => digits,
            _ => "",
        };
        return number.Length is >= 9 and <= 15 ? $"+{number}" : null;
    }

    public static ReporterIdentity Reporter(string? name, string? phone, string? email) => new()
    {
        Name = Sp4nLaporWords.OneLine(name),
        Phone = Phone(phone),
        Email = Sp4nLaporWords.OneLine(email),
        ChannelIdentities = Phone(phone) is { } number ? [new ChannelIdentity("phone", number)] : [],
    };

    private static void Unknown(string? word, string path, string field, Sp4nLaporFindings findings)
    {
        if (word is not null)
        {
            findings.Unreadable(path, "unknown_word", $"{field} holds a word that is not in the table of LAPOR! words; the report is kept. Look at the raw body, add the word to the table and retry.");
        }
    }
}
