using System.Globalization;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks;

/// <summary>The figures of one run as a page, with the machine they are from.</summary>
internal static class BenchPage
{
    public static string Of(IReadOnlyList<Table> tables, TimeProvider clock) =>
        $"{Machine(clock)}\n\n{string.Join('\n', tables.Select(table => table.Markdown()))}";

    private static string Machine(TimeProvider clock)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Measured on {clock.GetUtcNow():yyyy-MM-dd}: {Environment.ProcessorCount} cores, {memory:0} GiB, {Processor()}, .NET {Environment.Version}; load, hub, broker and store share the machine.");
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? "unknown processor";
    }
}
