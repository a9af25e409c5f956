using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Shared;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>A time as LAPOR! gives it.</summary>
/// <param name="Naive">It came without an offset and was read as WIB (CHANNELS 6.1).</param>
internal sealed record Sp4nLaporInstant(DateTimeOffset At, bool Naive);

/// <summary>Dates and times in both of LAPOR!'s forms: RFC 3339 and the Indonesian words of the export (CHANNELS 6.2).</summary>
internal static class Sp4nLaporTime
{
    private static readonly string[] NaiveForms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm"];

    private static readonly string[][] MonthWords =
    [
        ["Jan", "Januari"],
        ["Feb", "Februari", "Peb", "Pebruari"],
        ["Mar", "Maret"],
        ["Apr", "April"],
        ["Mei"],
        ["Jun", "Juni"],
        ["Jul", "Juli"],
        ["Agt", "Agu", "Ags", "Agust", "Agustus"],
        ["Sep", "Sept", "September"],
        ["Okt", "Oktober"],
        ["Nov", "Nop", "November", "Nopember"],
        ["Des", "Desember"],
    ];

    private static readonly FrozenDictionary<string, int> Months = MonthWords
        .SelectMany((words, index) => words.Select(word => (word, Number: index + 1)))
        .ToFrozenDictionary(month => month.word, month => month.Number, StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when the member is absent or is no time.</returns>
    public static Sp4nLaporInstant? Read(JsonElement element, string name)
    {
        if (element.Instant(name) is { } exact)
        {
            return new Sp4nLaporInstant(exact, Naive: false);
        }

        return DateTime.TryParseExact(element.Text(name), NaiveForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new Sp4nLaporInstant(AtWib(local), Naive: true)
            : null;
    }

    public static DateTimeOffset AtWib(DateTime local) =>
        new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), Sp4nLaporChannel.Wib).ToUniversalTime();

    /// <summary>A date cell or words such as "3 Jan 2026", "17 Agt 2026", "1 Agustus 2026", "2026-08-17". Slashes are not read: day and month could change places.</summary>
    public static DateOnly? Day(object? cell)
    {
        if (cell is DateTime date)
        {
            return DateOnly.FromDateTime(date);
        }

        var text = Sp4nLaporWords.OneLine(cell as string) ?? "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso))
        {
            return iso;
        }

        return text.Split([' ', '-', '.', ','], StringSplitOptions.RemoveEmptyEntries) is [var day, var month, { Length: 4 } year]
            && Months.TryGetValue(month, out var number)
            && DateOnly.TryParseExact($"{year}-{number:00}-{day.PadLeft(2, '0')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var named)
                ? named
                : null;
    }

    /// <summary>A time cell, a share of a day, or words such as "13:45", "13.45", "08:05:10 WIB".</summary>
    public static TimeOnly? Clock(object? cell) => cell switch
    {
        DateTime time => TimeOnly.FromDateTime(time),
        TimeSpan { Ticks: >= 0 and < TimeSpan.TicksPerDay } span => TimeOnly.FromTimeSpan(span),
        double and >= 0 and < 1 and var share => TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(Math.Min(Math.Round(share * 86_400), 86_399))),
        string text => Words(text),
        _ => null,
    };

    private static TimeOnly? Words(string text)
    {
        var plain = (Sp4nLaporWords.OneLine(text) ?? "").Replace('.', ':');
        plain = plain.EndsWith("WIB", StringComparison.OrdinalIgnoreCase) ? plain[..^3].TrimEnd() : plain;
        return TimeOnly.TryParseExact(plain, ["H:mm", "H:mm:ss", "HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }
}
