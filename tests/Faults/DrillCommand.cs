using System.CommandLine;
using System.Globalization;
using Hub.Faults.Nemesis;

namespace Hub.Faults;

/// <summary>The verb <c>drill</c>.</summary>
internal static class DrillCommand
{
    private const double ProductionRate = 24;
    private const double EmbeddedRate = 24;

    public static RootCommand Create(TimeProvider clock)
    {
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same faults, texts and citizens.", DefaultValueFactory = _ => 1 };
        var minutes = new Option<double>("--minutes") { Description = "How long reports are made; the settling comes after.", DefaultValueFactory = _ => 3 };
        var faults = new Option<string>("--faults") { Description = "Kinds to inject, as F1,F5; all, or none. The numbers are listed in deploy/RUNBOOK.md.", DefaultValueFactory = _ => "all" };
        var embedded = new Option<bool>("--embedded") { Description = "The embedded shape; otherwise real RabbitMQ and PostgreSQL processes of the drill's own." };
        var rate = new Option<double?>("--rate") { Description = "Reports a second over all channels." };
        var keep = new Option<bool>("--keep") { Description = "Keep ledgers, logs and the time-line even when all is well." };
        var folder = new Option<string?>("--folder") { Description = "Where the artefacts go; it is made." };
        var slack = new Option<double>("--slack") { Description = "The time limits (L1, L2, L6) times this; more than 1 on a machine that does other work.", DefaultValueFactory = _ => 1 };
        var root = new RootCommand("Breaks the hub on purpose and proves that nothing is lost, doubled or out of order.") { seed, minutes, faults, embedded, rate, keep, folder, slack };
        root.SetAction((parsed, token) =>
        {
            if (Kinds(parsed.GetValue(faults)!) is not { } kinds)
            {
                Console.Error.WriteLine($"drill: --faults takes all, none or kinds from {string.Join(", ", Enum.GetNames<FaultKind>())}, with commas between.");
                return Task.FromResult(64);
            }

            var isEmbedded = parsed.GetValue(embedded);
            var options = new DrillOptions(
                parsed.GetValue(seed), Math.Clamp(parsed.GetValue(minutes), 0.2, 600), kinds, isEmbedded, parsed.GetValue(rate) ?? (isEmbedded ? EmbeddedRate : ProductionRate))
            {
                Slack = Math.Clamp(parsed.GetValue(slack), 1, 20),
                Keep = parsed.GetValue(keep),
                Folder = parsed.GetValue(folder),
            };
            return RunAsync(options, clock, token);
        });
        return root;
    }

    /// <returns>Null when a word is not a kind.</returns>
    internal static IReadOnlyList<FaultKind>? Kinds(string words)
    {
        if (words is "all" or "none")
        {
            return words is "all" ? Enum.GetValues<FaultKind>() : [];
        }

        var named = words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return named.All(word => Enum.TryParse<FaultKind>(word, ignoreCase: true, out _) && !char.IsAsciiDigit(word[0]))
            ? [.. named.Select(word => Enum.Parse<FaultKind>(word, ignoreCase: true)).Distinct()]
            : null;
    }

    private static async Task<int> RunAsync(DrillOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Folder ?? Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"hub-drill-{(options.Embedded ? "embedded" : "production")}-{options.Seed}-{clock.GetUtcNow():yyyyMMdd-HHmmss}")));
        Directory.CreateDirectory(folder);
        try
        {
            var verdict = await new DrillRun(options, folder, clock).RunAsync(cancellationToken);
            var keep = options.Keep || !verdict.IsClean;
            DrillTable.Print(verdict, Console.Out, keep ? folder : null);
            if (!keep)
            {
                Directory.Delete(folder, recursive: true);
            }

            return verdict.IsClean ? 0 : 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"drill: stopped; what was written is in {folder}");
            return 130;
        }
        catch (Exception trouble) when (trouble is IOException or InvalidOperationException or HttpRequestException or TimeoutException or OperationCanceledException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync($"drill: {trouble.Message} What was written is in {folder}");
            return 2;
        }
    }
}
