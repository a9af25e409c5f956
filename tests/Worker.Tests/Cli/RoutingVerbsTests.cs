using System.CommandLine;
using System.Text.Json;
using Hub.Worker.Cli;
using Hub.Worker.Tests.Config;

namespace Hub.Worker.Tests.Cli;

public sealed class RoutingVerbsTests : IDisposable
{
    private const string Header = "id,text,location_hint,gold_unit,alt_units,authority,topic_unit,source";

    private readonly string folder = Directory.CreateTempSubdirectory("verbs").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task Evaluate_ends_with_one_line_of_json()
    {
        var file = Labelled(
            "1,\"Jalan rusak, berlubang\",\"Kota Jambi, Jambi\",BINA_MARGA,NOT_OURS,unknown,BINA_MARGA,x",
            "2,KTP saya hilang dan cetak KTP lama,,NOT_OURS,,local,NOT_OURS,x",
            "3,Sungai meluap,,NOT_OURS,SDA,local,SDA,x");

        Assert.Equal(0, await RunAsync("evaluate", file));

        using var line = JsonDocument.Parse(output.ToString().TrimEnd().Split('\n')[^1]);
        Assert.Equal(["n", "topic_accuracy", "topic_macro_f1", "strict_accuracy", "strict_macro_f1", "auto_share", "auto_precision", "triage_share"], line.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(3, line.RootElement.GetProperty("n").GetInt32());
        Assert.Equal(1, line.RootElement.GetProperty("topic_accuracy").GetDouble());
        Assert.Equal(0.6667, line.RootElement.GetProperty("strict_accuracy").GetDouble());
        Assert.Equal(1, line.RootElement.GetProperty("auto_precision").GetDouble());
    }

    [Fact]
    public async Task Labels_do_not_change_a_decision()
    {
        var one = Labelled("1,Jalan rusak di ujung lapangan,,BINA_MARGA,,unknown,BINA_MARGA,x");
        var other = Labelled("1,Jalan rusak di ujung lapangan,,SDA,,national,SDA,x");

        await RunAsync("evaluate", one, "--errors");
        await RunAsync("evaluate", other, "--errors");

        Assert.Contains("1: BINA_MARGA (topic BINA_MARGA), label SDA", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("label BINA_MARGA", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ujung lapangan", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-10-20", "PUPR-PERUM")]
    [InlineData("2024-10-21", "PKP")]
    public async Task Explain_tells_the_decision_of_a_day(string day, string unit)
    {
        Assert.Equal(0, await RunAsync("explain", "--text", "Cara mendaftar rusunawa", "--at", day));

        Assert.Contains($"Outcome: Assigned {unit}", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("=> kementerian", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_can_give_the_stored_form()
    {
        Assert.Equal(0, await RunAsync("explain", "--text", "Lampu jalan mati", "--place", "32.04", "--category", "PERHUBUNGAN > LAMPU PENERANGAN JALAN UMUM", "--json", "--at", "2025-01-01"));

        using var told = JsonDocument.Parse(output.ToString());
        Assert.Equal(ShippedRules.Knowledge.Version, told.RootElement.GetProperty("ruleSet").GetString());
    }

    [Fact]
    public async Task Check_says_that_the_shipped_rules_are_sound()
    {
        Assert.Equal(0, await RunAsync("check"));

        Assert.Contains("No faults.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_rules_lists_what_is_missing_and_ends_with_1()
    {
        Assert.Equal(1, await RunAsync("check", "--rules", folder));

        Assert.Contains("routing.yaml", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("17 faults", error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] arguments) =>
        RoutingVerbs.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

    private string Labelled(params string[] rows)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllLines(path, [Header, .. rows]);
        return path;
    }
}
