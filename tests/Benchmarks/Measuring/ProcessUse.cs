using System.Globalization;
using Hub.Testing.Servers;

namespace Hub.Benchmarks.Measuring;

/// <summary>What the system knows of a process (proc(5)): processor seconds and memory.</summary>
internal static class ProcessUse
{
    private const double TicksPerSecond = 100;

    /// <summary>Of the process and all of its descendants, those that ended included.</summary>
    public static double CpuSeconds(int root) => ProcessTree.Of(root).Sum(process => Fields(process) is { } fields ? fields[11..15].Sum(Number) / TicksPerSecond : 0);

    public static double ResidentMegabytes(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return double.NaN;
        }
    }

    /// <summary>The server that we started ourselves and that bears this name.</summary>
    public static int OwnChild(string name) =>
        ProcessTree.Of(Environment.ProcessId).FirstOrDefault(process => ParentOf(process) == Environment.ProcessId && NameOf(process) == name) is > 0 and var found
            ? found
            : throw new InvalidOperationException($"No process {name} was started by this program; its processor time cannot be counted.");

    /// <summary>Busy and all processor seconds of the machine.</summary>
    public static (double Busy, double Total) Machine()
    {
        // user nice system idle iowait irq softirq steal.
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToArray();
        return ((ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond, ticks.Sum() / TicksPerSecond);
    }

    private static int ParentOf(int process) => Fields(process) is { } fields ? (int)Number(fields[1]) : 0;

    private static string? NameOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The words behind the name, which stands in brackets and may hold anything; null when the process is gone.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
