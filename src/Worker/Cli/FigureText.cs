using System.Globalization;
using System.Text;
using Hub.Router.Accountability;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hub.Worker.Cli;

/// <summary>An accountability report as a table for people, as CSV for spreadsheets, or as JSON.</summary>
internal static class FigureText
{
    private const string Nothing = "–";

    private static readonly CultureInfo Indonesian = WithCommas();

    public static void Show(IAnsiConsole console, FigureTable table)
    {
        var columns = table.Columns.Select((column, index) => (Column: column, Index: index)).Where(one => one.Column.Shown).ToList();
        var shown = new Table { Border = TableBorder.Minimal, Title = new TableTitle(Markup.Escape(Title(table))) };
        shown.AddColumn(new TableColumn(KeyName(table)));
        if (HasRuleSets(table))
        {
            shown.AddColumn(new TableColumn("Aturan"));
        }

        columns.ForEach(one => shown.AddColumn(new TableColumn(Markup.Escape(one.Column.Name)).RightAligned()));
        foreach (var row in table.Rows.Append(table.Total))
        {
            IEnumerable<string> rule = HasRuleSets(table) ? [row.RuleSet is { } version ? version[..Math.Min(8, version.Length)] : ""] : [];
            shown.AddRow([.. rule.Prepend(row.Key is "*" or "-" || row.Name == row.Key ? row.Name : $"{row.Key} {row.Name}")
                .Concat(columns.Select(one => Written(one.Column.Kind, row.Values[one.Index]))).Select(IRenderable (text) => new Text(text))]);
        }

        console.Write(shown);
    }

    /// <summary>RFC 4180: every cell in quotes, lines end with CR LF; numbers with a point. The total is the last row.</summary>
    public static string Csv(FigureTable table, bool withMark)
    {
        var text = new StringBuilder(withMark ? "\uFEFF" : "");
        Line(text, ["key", "name", .. RuleSet(table, "ruleSet"), .. table.Columns.Select(column => column.Id)]);
        foreach (var row in table.Rows.Append(table.Total))
        {
            Line(text, [row.Key, row.Name, .. RuleSet(table, row.RuleSet ?? ""), .. table.Columns.Select((column, index) => Plain(column.Kind, row.Values[index]))]);
        }

        return text.ToString();
    }

    /// <summary>For machines: every row an object by the ids of its columns.</summary>
    public static object Json(FigureTable table) => new
    {
        table.Name,
        table.From,
        table.To,
        table.By,
        table.Unit,
        table.AsOf,
        Columns = table.Columns.Select(column => new { column.Id, column.Name, column.Kind }),
        Rows = table.Rows.Select(row => Object(table, row)),
        Total = Object(table, table.Total),
    };

    /// <summary>
    /// A cell that a spreadsheet would run gets an apostrophe in front, also behind blanks and in full-width form (OWASP, CVE-2021-41270).
    /// A negative number is a number.
    /// </summary>
    public static string Quoted(string cell)
    {
        var first = cell.AsSpan().TrimStart() is { Length: > 0 } begin ? begin[0] : ' ';
        var runs = cell is ['\t' or '\r' or '\n', ..] || first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';
        var isNumber = double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        return $"\"{(runs && !isNumber && cell != "-" ? "'" : "")}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

    private static Dictionary<string, object?> Object(FigureTable table, FigureRow row)
    {
        var values = new Dictionary<string, object?> { ["key"] = row.Key, ["name"] = row.Name };
        if (row.RuleSet is { } version)
        {
            values["ruleSet"] = version;
        }

        for (var index = 0; index < table.Columns.Count; index++)
        {
            var (column, value) = (table.Columns[index], row.Values[index]);
            values[column.Id] = (column.Kind, value) switch
            {
                (_, null) => null,
                (FigureKind.Count, { } count) => (long)count,
                (FigureKind.Day, { } day) => Day(day),
                (_, { } number) => Math.Round(number, 4),
            };
        }

        return values;
    }

    private static string Written(FigureKind kind, double? value) => (kind, value) switch
    {
        (_, null) => Nothing,
        (FigureKind.Count, { } count) => count.ToString("#,0", Indonesian),
        (FigureKind.Share, { } share) => (share * 100).ToString("0.0", Indonesian) + " %",
        (FigureKind.WorkingDays, { } days) => days.ToString("0.0", Indonesian),
        (FigureKind.Seconds, { } seconds) => TimeSpan.FromSeconds(seconds) is { TotalHours: >= 1 } long_ ? $"{Math.Floor(long_.TotalHours)} j {long_.Minutes} m" : seconds.ToString("#,0.0", Indonesian) + " s",
        (_, { } day) => Day(day),
    };

    private static string Plain(FigureKind kind, double? value) => (kind, value) switch
    {
        (_, null) => "",
        (FigureKind.Count, { } count) => count.ToString("0", CultureInfo.InvariantCulture),
        (FigureKind.Day, { } day) => Day(day),
        (_, { } number) => number.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static string Day(double seconds) => DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Title(FigureTable table)
    {
        var period = table.From is { } from ? $"diterima {from:yyyy-MM-dd} sampai {table.To:yyyy-MM-dd}" : $"diterima sampai {table.To:yyyy-MM-dd}";
        return $"{table.Name}{(table.Unit is { } unit ? $" {unit}" : "")}: {period}, keadaan {table.AsOf.ToOffset(TimeSpan.FromHours(7)):yyyy-MM-dd HH:mm} WIB";
    }

    private static string KeyName(FigureTable table) => table.By switch
    {
        FigureKey.Unit => "Unit",
        FigureKey.Class => "Jenis",
        FigureKey.Channel => "Kanal",
        _ => "Bulan",
    };

    private static bool HasRuleSets(FigureTable table) => table.Rows.Any(row => row.RuleSet is not null);

    private static IEnumerable<string> RuleSet(FigureTable table, string value) => HasRuleSets(table) ? [value] : [];

    private static CultureInfo WithCommas()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = (",", ".");
        return culture;
    }
}
