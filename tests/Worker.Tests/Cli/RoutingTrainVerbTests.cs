using System.CommandLine;
using Hub.Router.Routing;
using Hub.Worker.Cli;
using Hub.Worker.Config;
using Hub.Worker.Tests.Config;

namespace Hub.Worker.Tests.Cli;

public sealed class RoutingTrainVerbTests : IDisposable
{
    private const string Header = "id,title,text,location_hint,topic_unit,authority";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("train");
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        folder.Delete(recursive: true);
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task A_model_is_written_that_the_rules_take_and_the_same_rows_write_it_again_to_the_byte()
    {
        var file = File("texts.csv", Header, Rows());

        Assert.Equal(0, await TrainAsync(file));
        var first = System.IO.File.ReadAllText(Model);
        Assert.Equal(0, await TrainAsync(file));

        Assert.Equal(first, System.IO.File.ReadAllText(Model));
        Assert.Contains("60 reports (texts.csv)", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("By 5-fold cross-validation", output.ToString(), StringComparison.Ordinal);
        var model = RoutingModelFile.Read(first, [])!;
        Assert.Equal(60, model.Provenance.Reports);
        Assert.Empty(RoutingKnowledgeCheck.Run(ShippedRules.Knowledge with { Model = model }));
    }

    [Fact]
    public async Task Files_of_an_evaluation_are_learned_from_as_well()
    {
        var rows = Rows().Select(row => row.Split(',')).Select(row => $"{row[0]},{row[2]},{row[3]},NOT_OURS,,{row[5]},x,{row[4]}");

        Assert.Equal(0, await TrainAsync(File("labelled.csv", "id,text,location_hint,gold_unit,alt_units,authority,source,topic_unit", rows)));
    }

    [Fact]
    public async Task Every_bad_row_is_listed_and_nothing_is_written()
    {
        var file = File("texts.csv", Header, [.. Rows(), "b1,,jalan rusak,,JALAN,local", "b2,,,,SDA,local", "b3,,sungai,,SDA,mine", "b3,,sungai,,SDA,local", "b4,,sungai,,,", "b5,,sungai", "b6,,\"sungai besar, deras\",,SDA,"]);

        Assert.Equal(1, await TrainAsync(file));

        var lines = error.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(7, lines.Length);
        Assert.Contains("texts.csv: line 62: topic_unit 'JALAN' is not a label of the rules. Use one of BINA_KONSTRUKSI", lines[0], StringComparison.Ordinal);
        Assert.Contains("'b2' has no text", lines[1], StringComparison.Ordinal);
        Assert.Contains("authority 'mine' is not known", lines[2], StringComparison.Ordinal);
        Assert.Contains("id 'b3' stands twice", lines[3], StringComparison.Ordinal);
        Assert.Contains("'b4' has neither", lines[4], StringComparison.Ordinal);
        Assert.Contains("line 67: has 3 fields instead of 6", lines[5], StringComparison.Ordinal);
        Assert.Equal("6 faults; nothing was written.", lines[6]);
        Assert.False(System.IO.File.Exists(Model));
    }

    [Fact]
    public async Task A_missing_column_and_too_few_labels_are_said()
    {
        Assert.Equal(1, await TrainAsync(File("one.csv", "id,text", ["1,jalan"])));
        Assert.Contains("one.csv: line 1: column topic_unit is missing", error.ToString(), StringComparison.Ordinal);

        Assert.Equal(1, await TrainAsync(File("two.csv", Header, ["1,,jalan rusak,,BINA_MARGA,local"])));
        Assert.Contains("Two topics with 5 reports each are the least", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_model_is_made_from_the_shipped_texts()
    {
        var set = TrainingFiles.Read(Directory.GetFiles(TrainingFiles.Shipped, "*.csv").Order(StringComparer.Ordinal), RoutingTraining.Labels(ShippedRules.Knowledge));

        Assert.Empty(set.Faults);
        Assert.Equal(set.Reports.Count, ShippedRules.Knowledge.Model!.Provenance.Reports);
        Assert.Equal(set.Digest(), ShippedRules.Knowledge.Model.Provenance.Digest);
        Assert.InRange(new FileInfo(Path.Combine(RoutingFiles.Shipped, KnowledgeFile.Model)).Length, 1, 1_500_000);
    }

    private string Model => Path.Combine(folder.FullName, "out", KnowledgeFile.Model);

    private static IEnumerable<string> Rows() => Enumerable.Range(0, 60).Select(row => (row % 3) switch
    {
        0 => $"r{row},,aspal gompal nomor {row} dan warga terganggu,,BINA_MARGA,local",
        1 => $"r{row},,kali meluber setinggi {row} meter dan warga terganggu,,SDA,unknown",
        _ => $"r{row},Usul,neon padam {row} hari dan warga terganggu,,NOT_OURS,national",
    });

    private string File(string name, string header, IEnumerable<string> rows)
    {
        var path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllLines(path, [header, .. rows]);
        return path;
    }

    private Task<int> TrainAsync(string file) => HubCommand.Create()
        .Parse(["routing", "train", file, "--texts", folder.CreateSubdirectory("none").FullName, "--out", Path.Combine(folder.FullName, "out")])
        .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
}
