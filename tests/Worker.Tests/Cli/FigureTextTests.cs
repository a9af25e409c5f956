using System.Text;
using System.Text.Json;
using Hub.Router.Accountability;
using Hub.Worker.Cli;
using Hub.Worker.Http;

namespace Hub.Worker.Tests.Cli;

public class FigureTextTests
{
    private static readonly FigureTable Table = new("sla", new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), FigureKey.Unit, null, new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero))
    {
        Columns =
        [
            new("reports", "Laporan diterima", FigureKind.Count), new("verifiedShare", "Diverifikasi", FigureKind.Share), new("verifiedJudged", "Penyebut", FigureKind.Count, false),
            new("meanFollowUpDays", "Rata-rata", FigureKind.WorkingDays), new("p50Seconds", "Median", FigureKind.Seconds), new("oldestDue", "Paling lama", FigureKind.Day),
        ],
        Rows =
        [
            new("PU-BM", "=HYPERLINK(\"http://jahat\";\"Ditjen, Bina Marga\")", [1234, 0.875, 40, 2.25, 4210.5, 1772298000]),
            new("-", "(belum ada unit)", [1, null, 0, null, null, null]),
        ],
        Total = new("*", "Semua", [1235, 0.875, 40, 2.25, 12.5, 1772298000]),
    };

    [Fact]
    public void Csv_quotes_every_cell_ends_lines_with_CR_LF_and_runs_nothing()
    {
        string[] expected =
        [
            "\"key\",\"name\",\"reports\",\"verifiedShare\",\"verifiedJudged\",\"meanFollowUpDays\",\"p50Seconds\",\"oldestDue\"",
            "\"PU-BM\",\"'=HYPERLINK(\"\"http://jahat\"\";\"\"Ditjen, Bina Marga\"\")\",\"1234\",\"0.875\",\"40\",\"2.25\",\"4210.5\",\"2026-03-01\"",
            "\"-\",\"(belum ada unit)\",\"1\",\"\",\"0\",\"\",\"\",\"\"",
            "\"*\",\"Semua\",\"1235\",\"0.875\",\"40\",\"2.25\",\"12.5\",\"2026-03-01\"",
            "",
        ];

        Assert.Equal(string.Join("\r\n", expected), FigureText.Csv(Table, withMark: false));
    }

    [Fact]
    public void The_mark_for_spreadsheets_is_the_three_bytes_of_UTF_8() =>
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'"'], Encoding.UTF8.GetBytes(FigureText.Csv(Table, withMark: true))[..4]);

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+62811", "\"+62811\"")]
    [InlineData("+cmd", "\"'+cmd\"")]
    [InlineData("-2.5", "\"-2.5\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("Ditjen = Bina", "\"Ditjen = Bina\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    public void A_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(string cell, string written) => Assert.Equal(written, FigureText.Quoted(cell));

    [Fact]
    public void Json_has_an_object_a_row_by_the_ids_of_the_columns()
    {
        var json = JsonElement.Parse(JsonSerializer.Serialize(FigureText.Json(Table), HttpJson.Options));

        Assert.Equal(("sla", "2026-03-01", "2026-03-31", "Unit"), (Text("name"), Text("from"), Text("to"), Text("by")));
        var row = json.GetProperty("rows")[0];
        Assert.Equal((1234, 0.875, "2026-03-01"), (row.GetProperty("reports").GetInt64(), row.GetProperty("verifiedShare").GetDouble(), row.GetProperty("oldestDue").GetString()));
        Assert.Equal(1235, json.GetProperty("total").GetProperty("reports").GetInt64());

        string? Text(string name) => json.GetProperty(name).GetString();
    }

    [Fact]
    public void The_table_shows_shares_in_percent_and_leaves_out_what_only_explains()
    {
        var output = new StringWriter();
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(output), Ansi = Spectre.Console.AnsiSupport.No });
        console.Profile.Width = 240;

        FigureText.Show(console, Table);

        var text = output.ToString();
        Assert.Contains("87,5 %", text, StringComparison.Ordinal);
        Assert.Contains("1.234", text, StringComparison.Ordinal);
        Assert.Contains("1 j 10 m", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Penyebut", text, StringComparison.Ordinal);
    }
}
