using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Testing;
using Hub.Worker.Tests.Config;
using Microsoft.Data.Sqlite;

namespace Hub.Worker.Tests.Host;

/// <summary>Rule files that change under a running hub, and the verbs that look at history with other rules.</summary>
public sealed class RuleReloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Good_files_are_taken_over_bad_ones_are_told_and_the_last_good_set_stays()
    {
        using var rules = new RuleFolderCopy();
        await using var hub = await StartAsync(rules, null);
        var first = rules.Version;
        Assert.Equal((first, "Healthy", null), await SeenAsync(hub));

        rules.SendTollsElsewhere();
        var second = rules.Version;
        await Eventually.TrueAsync("the new set is in force", async () => (await SeenAsync(hub)).RuleSet == second, Token);
        Assert.Equal("PU-SETJEN", (await hub.AssignedAsync("6281377009901", Token)).GetProperty("unit").GetString());
        await Eventually.TrueAsync("the journal has it", () => Task.FromResult(Journal(hub).Contains($"{first} > {second}")), Token);

        rules.Change("routing.yaml", "  margin: 0.5", "  margn: 0.5");
        await Eventually.TrueAsync("health says it", async () => (await SeenAsync(hub)).Status == "Degraded", Token);
        var (ruleSet, _, reason) = await SeenAsync(hub);
        Assert.Equal(second, ruleSet);
        Assert.Contains($"are not used, {second} stays in force: 1 fault, the first: routing.yaml: thresholds.margn", reason, StringComparison.Ordinal);
        var figures = await hub.Operations.GetStringAsync("/metrics", Token);
        Assert.All(["hub_rule_sets_total{outcome=\"taken\"}", "hub_rule_sets_total{outcome=\"refused\"}", "\nhub_rule_set_faults "], figure => Assert.Contains(figure, figures, StringComparison.Ordinal));
        Assert.Equal("PU-SETJEN", (await hub.AssignedAsync("6281377009902", Token)).GetProperty("unit").GetString());

        rules.Change("routing.yaml", "  margn: 0.5", "  margin: 0.5");
        await Eventually.TrueAsync("it is well again by itself", async () => await SeenAsync(hub) is { Status: "Healthy", RuleSet: var set } && set == second, Token);

        rules.Change("units.csv", "Badan Pengatur Jalan Tol,PU,", "Badan Tol,PU,");
        await Eventually.TrueAsync("units wait for a restart", async () => (await SeenAsync(hub)).Reason?.Contains("Restart the hub", StringComparison.Ordinal) is true, Token);
        Assert.Equal(second, (await SeenAsync(hub)).RuleSet);

        rules.Change("units.csv", "Badan Tol,PU,", "Badan Pengatur Jalan Tol,PU,");
        rules.Append("deadlines.yaml", "\n# lain\n");
        await Eventually.TrueAsync("limits wait for a restart", async () => (await SeenAsync(hub)).Reason?.StartsWith("deadlines.yaml has changed", StringComparison.Ordinal) is true, Token);
    }

    [Fact]
    public async Task History_is_tried_replayed_explained_and_shadowed_without_a_change()
    {
        using var rules = new RuleFolderCopy();
        using var others = new RuleFolderCopy();
        others.SendTollsElsewhere();
        await using var hub = await StartAsync(rules, others.Path);
        await Eventually.TrueAsync("the shadow is there", async () => (await hub.HealthAsync(Token)).Body.GetProperty("routing").GetProperty("figures").GetProperty("shadowSet").GetString() == others.Version, Token);
        var report = await hub.AssignedAsync("6281377009903", Token);
        var (number, unit) = (report.GetProperty("number").GetString()!, report.GetProperty("unit").GetString()!);
        Assert.Equal("PU-BPJT", unit);

        var tried = await VerbAsync(hub, "try", "--rules", others.Path, "--days", "2");
        Assert.Equal(0, tried.Code);
        Assert.Contains(tried.Lines, line => line.StartsWith("PU-BPJT", StringComparison.Ordinal) && line.Contains("PU-SETJEN", StringComparison.Ordinal) && line.EndsWith("100.00 %", StringComparison.Ordinal));
        Assert.Contains(tried.Lines, line => line.StartsWith($"  {number}  PU-BPJT", StringComparison.Ordinal));
        Assert.Equal($"from,to,reports,share|PU-BPJT,PU-SETJEN,1,1", string.Join('|', (await VerbAsync(hub, "try", "--rules", others.Path, "--format", "csv")).Lines));
        Assert.StartsWith($"{number},PU-BPJT,PU-SETJEN,Assigned,Assigned,tol.", (await VerbAsync(hub, "try", "--rules", others.Path, "--format", "csv", "--list", "5")).Lines[1], StringComparison.Ordinal);
        Assert.Equal(1, JsonElement.Parse((await VerbAsync(hub, "try", "--rules", others.Path, "--format", "json")).Output).GetProperty("changed").GetInt32());
        Assert.NotEqual(0, (await VerbAsync(hub, "try", "--days", "0")).Code);

        var replayed = await VerbAsync(hub, "replay");
        Assert.Equal((0, true), (replayed.Code, replayed.Output.Contains("1 decisions made again, 1 came out the same, 0 did not.", StringComparison.Ordinal)));

        var told = await VerbAsync(hub, "explain", number, "--again", "--rules", others.Path);
        Assert.Contains("Decision 1, ", told.Output, StringComparison.Ordinal);
        Assert.Contains($"Decided anew with rule set {others.Version}: Assigned PU-SETJEN", told.Output, StringComparison.Ordinal);
        Assert.Contains($"- Rule set {rules.Version}", told.Output, StringComparison.Ordinal);
        Assert.Contains("The explanation is the same", (await VerbAsync(hub, "explain", number, "--again")).Output, StringComparison.Ordinal);
        Assert.Equal(66, (await VerbAsync(hub, "explain", "LP-2026-999999")).Code);
        Assert.NotEqual(0, (await VerbAsync(hub, "explain", number, "--text", "x")).Code);

        var shadow = await VerbAsync(hub, "shadow");
        Assert.Contains($"{rules.Version} / {others.Version}: 1", shadow.Output, StringComparison.Ordinal);
        Assert.Contains($"{number}  ", shadow.Output, StringComparison.Ordinal);
        Assert.Contains("differs: PU-BPJT > PU-SETJEN", shadow.Output, StringComparison.Ordinal);
        Assert.Equal(unit, (await hub.ReportsAsync(Token))[^1].GetProperty("unit").GetString());
    }

    private static Task<EmbeddedHub> StartAsync(RuleFolderCopy rules, string? shadow) => EmbeddedHub.StartAsync(Token, settings => settings["Routing"] = new JsonObject
    {
        ["Folder"] = rules.Path,
        ["ReloadEvery"] = "00:00:01",
        ["Shadow"] = shadow is null ? new JsonObject() : new JsonObject { ["Folder"] = shadow },
    });

    private static async Task<(string RuleSet, string Status, string? Reason)> SeenAsync(EmbeddedHub hub)
    {
        var part = (await hub.HealthAsync(Token)).Body.GetProperty("routing");
        return (part.GetProperty("figures").GetProperty("ruleSet").GetString()!, part.GetProperty("status").GetString()!, part.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
    }

    private static List<string> Journal(EmbeddedHub hub)
    {
        using var store = new SqliteConnection($"Data Source={hub.Store};Pooling=false;Mode=ReadOnly");
        store.Open();
        using var command = store.CreateCommand();
        command.CommandText = "SELECT subject FROM operator_acts WHERE verb = 'routing.reload'";
        using var reader = command.ExecuteReader();
        var subjects = new List<string>();
        while (reader.Read())
        {
            subjects.Add(reader.GetString(0));
        }

        return subjects;
    }

    private static Task<HubVerb> VerbAsync(EmbeddedHub hub, params string[] words) => HubProcess.RunAsync(["routing", .. words, "--config", hub.Configuration], Token);
}
