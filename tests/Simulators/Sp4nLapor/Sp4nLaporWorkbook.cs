using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Hub.Simulators.Sp4nLapor;

/// <summary>The smallest workbook that spreadsheets open: text as inline strings, numbers as numbers, empty cells left out.</summary>
public static class Sp4nLaporWorkbook
{
    private const string Xml = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public static byte[] Write(params IReadOnlyList<(string Name, IReadOnlyList<object?[]> Rows)> sheets)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbers = Enumerable.Range(1, sheets.Count).ToList();
            Add(zip, "[Content_Types].xml", $"""
                <Types xmlns="{Packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Kind}.sheet.main+xml"/>{Each(numbers, number => $"""<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{Kind}.worksheet+xml"/>""")}</Types>
                """);
            Add(zip, "_rels/.rels", $"""
                <Relationships xmlns="{Packages}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """);
            Add(zip, "xl/workbook.xml", $"""
                <workbook xmlns="{Main}" xmlns:r="{Office}"><sheets>{Each(numbers, number => $"""<sheet name="{SecurityElement.Escape(sheets[number - 1].Name)}" sheetId="{number}" r:id="rId{number}"/>""")}</sheets></workbook>
                """);
            Add(zip, "xl/_rels/workbook.xml.rels", $"""
                <Relationships xmlns="{Packages}/relationships">{Each(numbers, number => $"""<Relationship Id="rId{number}" Type="{Office}/worksheet" Target="worksheets/sheet{number}.xml"/>""")}</Relationships>
                """);
            numbers.ForEach(number => Add(zip, $"xl/worksheets/sheet{number}.xml", $"""
                <worksheet xmlns="{Main}"><sheetData>{string.Concat(sheets[number - 1].Rows.Select(Row))}</sheetData></worksheet>
                """));
        }

        return bytes.ToArray();
    }

    private static string Row(object?[] cells, int index) =>
        $"""<row r="{index + 1}">{string.Concat(cells.Select((cell, column) => Cell(cell, $"{Letters(column)}{index + 1}")))}</row>""";

    private static string Cell(object? value, string place) => value switch
    {
        null => "",
        string text => $"""<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{SecurityElement.Escape(text)}</t></is></c>""",
        IFormattable number => $"""<c r="{place}"><v>{number.ToString(null, CultureInfo.InvariantCulture)}</v></c>""",
        _ => throw new ArgumentException($"A cell cannot hold {value.GetType().Name}.", nameof(value)),
    };

    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : $"{(char)('A' + (column / 26) - 1)}{(char)('A' + (column % 26))}";

    private static string Each(List<int> numbers, Func<int, string> write) => string.Concat(numbers.Select(write));

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes($"{Xml}{content.Trim()}"));
    }
}
