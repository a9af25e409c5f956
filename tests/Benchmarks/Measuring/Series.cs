using System.Globalization;

namespace Hub.Benchmarks.Measuring;

/// <summary>One figure over all repetitions.</summary>
internal sealed record Series(params IReadOnlyList<double> Values)
{
    public double Median => Values.Median();

    /// <summary>Median (smallest to largest); a dash where it was not measured.</summary>
    public string Text(string format)
    {
        return double.IsNaN(Median) ? "-" : Values.Count == 1 ? One(Median) : $"{One(Median)} ({One(Values.Min())}-{One(Values.Max())})";

        string One(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Repetition by repetition, so that a busy minute of the machine touches both.</summary>
    public Series Over(Series other) => new([.. Values.Zip(other.Values, (mine, theirs) => mine / theirs)]);
}
