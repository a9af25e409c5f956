using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Tests.Measuring;

public sealed class TableTests
{
    private readonly Table table = new("Judul", ["", "H"], [["laporan/s", "12"], ["CPU", "3"]]) { Notes = ["Catatan."] };

    [Fact]
    public void A_page_gets_a_markdown_table() =>
        Assert.Equal("### Judul\n\n|  | H |\n| --- | --- |\n| laporan/s | 12 |\n| CPU | 3 |\n\nCatatan.\n", table.Markdown());

    [Fact]
    public void On_the_screen_numbers_stand_below_each_other()
    {
        var lines = table.Screen().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(lines[2].Length, lines[3].Length);
        Assert.EndsWith(" 3", lines[3], StringComparison.Ordinal);
    }
}
