using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Benchmarks.Embedded;

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
    public double? MedianAnswer { get; init; }

    [JsonPropertyName("p99_ms")]
    public double? SlowAnswer { get; init; }

    [JsonPropertyName("p99_L_ms")]
    public double? SlowAnswerOfLean { get; init; }

    [JsonPropertyName("embedded_over_raw")]
    public double? EmbeddedOverRaw { get; init; }

    [JsonPropertyName("rate_1e6_over_1e4")]
    public double? RateWhenFull { get; init; }

    [JsonPropertyName("idle_mb")]
    public double? IdleMegabytes { get; init; }

    [JsonPropertyName("start_ms")]
    public double? StartMilliseconds { get; init; }

    public static BenchLine Of(EmbeddedFigures figures) => new()
    {
        MedianAnswer = Round(figures.MedianAnswer, 2),
        SlowAnswer = Round(figures.SlowAnswer, 2),
        EmbeddedOverRaw = Round(figures.AcceptedOverRaw, 4),
        IdleMegabytes = Round(figures.IdleMegabytes, 1),
        StartMilliseconds = Round(figures.StartMilliseconds, 0),
    };

    public string ToJson() => JsonSerializer.Serialize(this);

    private static double? Round(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits) : null;
}
