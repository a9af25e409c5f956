using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace Hub.Benchmarks.Functions;

/// <summary>Runs the function benchmarks inside this process, so that nothing is built a second time.</summary>
internal static class FunctionBench
{
    private const int Iterations = 5;
    private const int FewestIterations = 3;

    private static readonly Type[] All = [typeof(RoutingBenchmarks), typeof(PrivacyBenchmarks), typeof(ReadingBenchmarks), typeof(StoreBenchmarks)];

    /// <param name="patterns">Names to run, with stars; empty runs all.</param>
    /// <returns>The exit code.</returns>
    public static int Run(bool quick, string[] patterns)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        try
        {
            Console.WriteLine("Measuring the hot functions ...");
            var words = new LogCapture();
            var summaries = BenchmarkRunner.Run(All, Settings(quick, patterns, (folder.FullName, words)));
            var ran = summaries.Where(summary => summary.BenchmarksCases.Length > 0).ToList();
            foreach (var summary in ran)
            {
                MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Ascii);
            }

            if (ran.Count > 0 && ran.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)))
            {
                return 0;
            }

            Console.Error.WriteLine(ran.Count == 0 ? $"bench: no benchmark matches {string.Join(' ', patterns)}." : string.Concat(words.CapturedOutput.Select(line => line.Text)));
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ManualConfig Settings(bool quick, string[] patterns, (string Folder, ILogger Words) output)
    {
        var job = Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance)
            .WithIterationCount(quick ? FewestIterations : Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(quick ? 100 : 200));
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Statistics, DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
            .AddLogger(output.Words)
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(output.Folder);
        return patterns.Length == 0 ? config : config.AddFilter(new GlobFilter(patterns));
    }
}
