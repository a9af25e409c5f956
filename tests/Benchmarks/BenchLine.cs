using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Benchmarks.Embedded;
using Hub.Benchmarks.Production;

namespace Hub.Benchmarks;

/// <summary>
/// The one line a machine reads. L is a lean pipeline of raw clients, T one as tutorials build it, H the hub in the production
/// shape, all in reports a second; null is what was not measured.
/// </summary>
internal sealed record BenchLine
{
    [JsonPropertyName("L")]
    public double? Lean { get; init; }

    [JsonPropertyName("T")]
    public double? Tutorial { get; init; }

    [JsonPropertyName("H")]
    public double? Production { get; init; }

    [JsonPropertyName("H_over_L")]
    public double? ProductionOverLean { get; init; }

    [JsonPropertyName("H_over_T")]
    public double? ProductionOverTutorial { get; init; }

    [JsonPropertyName("cpu_H_over_L")]
    public double? CpuOverLean { get; init; }

    [JsonPropertyName("alloc_H_over_L")]
    public double? AllocationOverLean { get; init; }

    [JsonPropertyName("p50_ms")]
    public double? MedianWay { get; init; }

    [JsonPropertyName("p99_ms")]
    public double? SlowWay { get; init; }

    [JsonPropertyName("p99_L_ms")]
    public double? SlowWayOfLean { get; init; }

    [JsonPropertyName("embedded_over_raw")]
    public double? EmbeddedOverRaw { get; init; }

    [JsonPropertyName("rate_1e6_over_1e4")]
    public double? RateWhenFull { get; init; }

    [JsonPropertyName("idle_mb")]
    public double? IdleMegabytes { get; init; }

    [JsonPropertyName("start_ms")]
    public double? StartMilliseconds { get; init; }

    /// <summary>Start and memory are those of the production shape where it was measured.</summary>
    public BenchLine With(ProductionFigures figures) => this with
    {
        Lean = Round(figures.Lean.Of(round => round.PerSecond).Median, 1),
        Tutorial = Round(figures.Tutorial.Of(round => round.PerSecond).Median, 1),
        Production = Round(figures.Hub.Of(round => round.PerSecond).Median, 1),
        ProductionOverLean = Round(figures.OverLean.Median, 4),
        ProductionOverTutorial = Round(figures.OverTutorial.Median, 3),
        CpuOverLean = Round(figures.CpuOverLean.Median, 3),
        AllocationOverLean = Round(figures.AllocatedOverLean.Median, 3),
        MedianWay = Round(figures.Hub.OfHalf(round => round.Percentile(0.5)).Median, 2),
        SlowWay = Round(figures.Hub.OfHalf(round => round.Percentile(0.99)).Median, 2),
        SlowWayOfLean = Round(figures.Lean.OfHalf(round => round.Percentile(0.99)).Median, 2),
        IdleMegabytes = Round(figures.IdleMegabytes.Median, 1),
        StartMilliseconds = Round(figures.StartMilliseconds.Median, 0),
    };

    public BenchLine With(EmbeddedFigures figures) => this with
    {
        EmbeddedOverRaw = Round(figures.OverFloor.Median, 4),
        IdleMegabytes = IdleMegabytes ?? Round(figures.IdleMegabytes.Median, 1),
        StartMilliseconds = StartMilliseconds ?? Round(figures.StartMilliseconds.Median, 0),
    };

    /// <param name="ratio">Reports a second with a million stored, over those with ten thousand.</param>
    public BenchLine WithGrowth(double ratio) => this with { RateWhenFull = Round(ratio, 4) };

    public string ToJson() => JsonSerializer.Serialize(this);

    private static double? Round(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits) : null;
}
