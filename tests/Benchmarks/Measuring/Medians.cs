namespace Hub.Benchmarks.Measuring;

internal static class Medians
{
    /// <summary>Not a number when one of the values is none, so that a failed repetition is not hidden by its neighbours.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 || sorted.Any(double.IsNaN) ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <param name="sorted">Ascending.</param>
    public static double Percentile(this IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
