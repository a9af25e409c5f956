using System.Text.Json;

namespace Hub.Benchmarks.Tests;

public sealed class BenchLineTests
{
    [Fact]
    public void The_line_names_every_figure_and_null_is_what_was_left_out()
    {
        using var line = JsonDocument.Parse(new BenchLine().WithGrowth(0.91234).ToJson());

        Assert.Equal(
            ["L", "T", "H", "H_over_L", "H_over_T", "cpu_H_over_L", "alloc_H_over_L", "p50_ms", "p99_ms", "p99_L_ms", "embedded_over_raw", "rate_1e6_over_1e4", "idle_mb", "start_ms"],
            line.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(0.9123, line.RootElement.GetProperty("rate_1e6_over_1e4").GetDouble());
        Assert.Equal(JsonValueKind.Null, line.RootElement.GetProperty("H").ValueKind);
    }

    [Fact]
    public void A_figure_that_could_not_be_measured_is_null() =>
        Assert.Contains("\"rate_1e6_over_1e4\":null", new BenchLine().WithGrowth(double.NaN).ToJson(), StringComparison.Ordinal);
}
