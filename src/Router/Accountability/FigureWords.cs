using System.Globalization;
using Hub.Contracts.Reports;
using Hub.Router.Privacy;
using Hub.Router.Units;

namespace Hub.Router.Accountability;

/// <summary>Reads what a person typed, and says what is wrong with it.</summary>
internal static class FigureWords
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Month names are written out here: a machine without language files knows only its own.</summary>
    public static readonly CultureInfo Indonesian = WithMonths();

    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 3000 ? day : null;

    /// <returns>Null when nothing was said, or something unknown.</returns>
    public static FigureKey? Key(string? text) => text switch
    {
        "unit" => FigureKey.Unit,
        "class" => FigureKey.Class,
        "channel" => FigureKey.Channel,
        "month" => FigureKey.Month,
        _ => null,
    };

    /// <returns>Null when the question can be answered.</returns>
    public static string? Fault(FigureAsk ask, UnitDirectory units) => ask switch
    {
        _ when !FigureDesk.Names.Contains(ask.Name) => $"There is no figure \"{Shown(ask.Name)}\"; use {string.Join(", ", FigureDesk.Names)}.",
        { From: { } from } when Day(from) is null => NoDay("from", from),
        { To: { } to } when Day(to) is null => NoDay("to", to),
        { By: { } by } when Key(by) is null => $"by is \"{Shown(by)}\"; use unit, class, channel or month.",
        { Unit: { } unit } when !units.Exists(unit) => $"There is no unit \"{Shown(unit)}\"; the codes are in: hub units list.",
        _ => null,
    };

    public static string NameOf(ReportClass kind) => kind switch
    {
        ReportClass.Complaint => "Pengaduan tidak berkadar pengawasan",
        ReportClass.SupervisoryComplaint => "Pengaduan berkadar pengawasan",
        ReportClass.Aspiration => "Aspirasi",
        ReportClass.InformationRequest => "Permintaan informasi",
        _ => "Belum berjenis",
    };

    private static string NoDay(string name, string text) => $"{name} is \"{Shown(text)}\", which is not a day; write it as 2026-03-01 (a day in Jakarta).";

    private static string Shown(string text) => SafeText.OneLine(text, 40);

    private static CultureInfo WithMonths()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        string[] months = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember", ""];
        (culture.DateTimeFormat.MonthNames, culture.DateTimeFormat.MonthGenitiveNames) = (months, months);
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        return culture;
    }
}
