using System.Numerics;
using System.Runtime.InteropServices;

namespace Hub.Router.Routing.Learning;

/// <summary>Sums over rows of numbers, several at a time and always in the same order.</summary>
internal static class Sums
{
    private const int Block = 4096;

    /// <summary>Rows are as long as this or a multiple, so that the processor takes them whole.</summary>
    public static int Padded(int lanes) => (lanes + 7) / 8 * 8;

    public static void AddScaled(Span<float> sum, ReadOnlySpan<float> row, float factor)
    {
        var wholes = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var others = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var at = 0; at < wholes.Length; at++)
        {
            wholes[at] += others[at] * factor;
        }

        for (var at = wholes.Length * Vector<float>.Count; at < sum.Length; at++)
        {
            sum[at] += row[at] * factor;
        }
    }

    /// <summary>Added up block by block, so that a long sum does not lose its small parts.</summary>
    public static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var start = 0; start < one.Length; start += Block)
        {
            var length = Math.Min(Block, one.Length - start);
            sum += Short(one.Slice(start, length), other.Slice(start, length));
        }

        return sum;
    }

    private static float Short(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(one);
        var right = MemoryMarshal.Cast<float, Vector<float>>(other);
        var lanes = Vector<float>.Zero;
        for (var at = 0; at < left.Length; at++)
        {
            lanes += left[at] * right[at];
        }

        var sum = Vector.Sum(lanes);
        for (var at = left.Length * Vector<float>.Count; at < one.Length; at++)
        {
            sum += one[at] * other[at];
        }

        return sum;
    }
}
