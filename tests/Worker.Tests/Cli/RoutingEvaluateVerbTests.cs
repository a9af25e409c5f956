using System.CommandLine;
using System.Text.Json;
using Hub.Worker.Cli;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub routing evaluate on small files of ours, whose answers can be counted by hand.</summary>
public sealed class RoutingEvaluateVerbTests : IDisposable
{
    private const string Header = "id,text,location_hint,gold_unit,alt_units,authority,topic_unit,source";

    private readonly string folder = Directory.CreateTempSubdirectory("evaluate").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task The_confusion_of_a_known_file_is_printed()
    {
        Assert.Equal(0, await EvaluateAsync(Labelled(
            Row(1, "Jalan rusak, berlubang parah", "BINA_MARGA", "unknown"),
            Row(2, "Jalan rusak, berlubang parah sekali", "BINA_MARGA", "unknown"),
            Row(3, "Jalan rusak, berlubang parah lagi", "SDA", "local"),
            Row(4, "Sungai meluap dan banjir", "SDA", "unknown"))));

        var subject = Table("Subject");
        Assert.Equal(["BINA_MARGA", "2", "3", "2", "0.667", "1.000", "0.800", "2", "0"], subject[0]);
        Assert.Equal(["SDA", "2", "1", "1", "1.000", "0.500", "0.667", "1", "1"], subject[1]);
        Assert.Contains("accuracy 0.750 (95 %: 0.301 to 0.954, 3 of 4)", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["unknown", "3", "4", "3", "0.750", "1.000", "0.857", "3", "0"], Table("Authority")[0]);
    }

    [Fact]
    public async Task The_worst_are_named_by_id_and_rule_and_never_by_text()
    {
        await EvaluateAsync(Labelled(
            Row(1, "Jalan rusak di dusun Mawar", "BINA_MARGA", "unknown"),
            Row(2, "Lampu PJU mati di dusun Melati", "SDA", "unknown", "BPJT"),
            Row(3, "Jalan rusak berlubang parah dusun Kenanga", "SDA", "unknown", "BINA_MARGA")));

        var worst = Between("The 20 most confident wrong answers", "Decided without");
        Assert.StartsWith("2: NOT_OURS, label SDA or BPJT; confidence 0.", worst[0].Trim(), StringComparison.Ordinal);
        Assert.Contains("rule lampu", worst[0], StringComparison.Ordinal);
        Assert.StartsWith("3: BINA_MARGA, label SDA or BINA_MARGA (acceptable)", worst[1].Trim(), StringComparison.Ordinal);
        Assert.Equal(2, worst.Length);
        Assert.DoesNotContain("Melati", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Kenanga", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_falls_as_the_confidence_rises()
    {
        await EvaluateAsync(Labelled(Row(1, "Jalan rusak, berlubang parah", "BINA_MARGA", "unknown"), Row(2, "Hujan turun lagi", "SDA", "unknown")));

        var shares = Between("Decided without", "as the rules stand").Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(0.5, shares[0]);
        Assert.Equal(shares.OrderDescending(), shares);
    }

    [Fact]
    public async Task A_missing_column_is_named_with_what_to_do()
    {
        var path = Path.Combine(folder, "short.csv");
        await File.WriteAllTextAsync(path, "id,text,gold_unit\n1,Jalan rusak,BINA_MARGA\n", TestContext.Current.CancellationToken);

        Assert.Equal(1, await EvaluateAsync(path));

        Assert.Contains("short.csv: line 1: column location_hint, alt_units, topic_unit is missing. A labelled file has the columns", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData("2,Jalan rusak,,BINA_MARGO,,unknown,BINA_MARGA,x", "line 3: 'BINA_MARGO' is not the label of a unit; the row is left out. Use one of BINA_MARGA,")]
    [InlineData("2,Jalan rusak,,BINA_MARGA,NOT_OURS|X,unknown,BINA_MARGA,x", "line 3: 'X' is not the label of a unit")]
    [InlineData("2,Jalan rusak,,BINA_MARGA,,pusat,BINA_MARGA,x", "line 3: authority 'pusat' is not known")]
    [InlineData("2,Jalan rusak, berlubang,,BINA_MARGA,,unknown,BINA_MARGA,x", "line 3: has 9 fields instead of 8")]
    [InlineData("1,Jalan rusak,,BINA_MARGA,,unknown,BINA_MARGA,x", "line 3: id '1' stands twice")]
    [InlineData(",Jalan rusak,,BINA_MARGA,,unknown,BINA_MARGA,x", "line 3: has no id")]
    [InlineData("2,\"Jalan rusak,,BINA_MARGA,,unknown,BINA_MARGA,x", "line 3: has a field whose quotes are never closed")]
    [InlineData("2,Jalan rusak,,BINA_MARGA,,unknown,BINA_MARGA,\"x", "line 3: has a field whose quotes are never closed")]
    public async Task A_row_that_cannot_be_read_is_named_and_the_others_are_judged(string row, string fault)
    {
        var path = Labelled(Row(1, "Jalan rusak, berlubang", "BINA_MARGA", "unknown"), row);

        Assert.Equal(1, await EvaluateAsync(path));

        Assert.Contains($"{path}: {fault}", error.ToString(), StringComparison.Ordinal);
        using var line = JsonDocument.Parse(output.ToString().TrimEnd().Split('\n')[^1]);
        Assert.Equal(1, line.RootElement.GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_file_without_authority_is_judged_without_it()
    {
        var path = Path.Combine(folder, "plain.csv");
        await File.WriteAllTextAsync(path, "id,text,location_hint,gold_unit,alt_units,topic_unit\n1,Jalan rusak,,BINA_MARGA,,BINA_MARGA\n", TestContext.Current.CancellationToken);

        Assert.Equal(0, await EvaluateAsync(path));

        Assert.DoesNotContain("Authority", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_say_the_same()
    {
        var path = Labelled([.. Enumerable.Range(1, 30).Select(number => Row(number, $"Jalan rusak nomor {number}", number % 3 == 0 ? "SDA" : "BINA_MARGA", "unknown"))]);

        await EvaluateAsync(path);
        var first = output.ToString();
        output.GetStringBuilder().Clear();
        await EvaluateAsync(path);

        Assert.Equal(first, output.ToString());
    }

    [Fact]
    public async Task Folds_are_judged_by_models_of_the_others_and_two_runs_say_the_same()
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "texts")).FullName;
        await File.WriteAllLinesAsync(
            Path.Combine(own, "ours.csv"),
            ["id,title,text,location_hint,topic_unit,authority", .. Enumerable.Range(1, 12).Select(number => $"a{number},,Batu merah nomor {number} di halaman warga sudah lama berserakan sekali,,{(number % 2 == 0 ? "SDA" : "BINA_MARGA")},unknown")],
            TestContext.Current.CancellationToken);
        var path = Labelled([.. Enumerable.Range(1, 20).Select(number => Row(number, $"{(number % 2 == 0 ? "Sungai meluap ke rumah warga" : "Jalan rusak berlubang parah")} laporan ke {number}", number % 2 == 0 ? "SDA" : "BINA_MARGA", "unknown"))]);

        Assert.Equal(0, await EvaluateAsync(path, "--folds", "4", "--texts", own));
        var first = output.ToString();
        output.GetStringBuilder().Clear();
        await EvaluateAsync(path, "--folds", "4", "--texts", own);

        Assert.Equal(first, output.ToString());
        Assert.Contains("20 reports, 4 folds, each judged by a model of the others and of our texts.", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("21")]
    public async Task A_number_of_folds_that_makes_no_sense_is_refused(string folds)
    {
        Assert.NotEqual(0, await EvaluateAsync(Labelled(Row(1, "Jalan rusak", "BINA_MARGA", "unknown")), "--folds", folds));

        Assert.Contains("--folds takes a number from 2 to 20.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folds_without_enough_to_learn_from_say_so()
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "none")).FullName;

        Assert.Equal(1, await EvaluateAsync(Labelled(Row(1, "Jalan rusak", "BINA_MARGA", "unknown"), Row(2, "Banjir", "SDA", "unknown")), "--folds", "2", "--texts", empty));

        Assert.Contains("Nothing can be learned from these reports", error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> EvaluateAsync(params string[] arguments) =>
        RoutingVerbs.Create().Parse(["evaluate", .. arguments]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

    private static string Row(int id, string text, string unit, string authority, string alternatives = "") => $"{id},\"{text}\",,{unit},{alternatives},{authority},{unit},x";

    private string Labelled(params string[] rows)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllLines(path, [Header, .. rows]);
        return path;
    }

    /// <summary>The rows of one table, word by word, without their numbers.</summary>
    private string[][] Table(string title) =>
        [.. Between(title, "accuracy").Where(line => line.TrimStart() is [>= '1' and <= '9', '.', ..]).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..])];

    private string[] Between(string first, string last)
    {
        var lines = output.ToString().Split('\n');
        var start = Array.FindIndex(lines, line => line.StartsWith(first, StringComparison.Ordinal));
        return [.. lines[(start + 1)..].TakeWhile(line => !line.TrimStart().StartsWith(last, StringComparison.Ordinal)).Where(line => line.Trim().Length > 0)];
    }
}
