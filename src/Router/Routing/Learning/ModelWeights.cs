using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hub.Router.Routing.Learning;

/// <summary>How much each piece of a text and each finding of the rules speaks for each label and each authority. Never changed.</summary>
internal sealed class ModelWeights
{
    private const int Finest = sbyte.MaxValue;
    private const int LanesAtOnce = 16;

    private readonly float[] rows;
    private readonly int stride;

    /// <param name="coarse">For each column and lane a small number; its square times the lane's largest weight is the weight.</param>
    public ModelWeights(FeatureSpace space, IReadOnlyList<string> labels, sbyte[] coarse, float[] largest, float[] evidence)
    {
        (Space, Labels, Coarse, Largest, Evidence) = (space, labels, coarse, largest, evidence);
        stride = (Lanes + LanesAtOnce - 1) / LanesAtOnce * LanesAtOnce;
        rows = new float[(space.Count + EvidenceCount) * stride];
        for (var column = 0; column < space.Count; column++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                rows[(column * stride) + lane] = Exact(coarse[(column * Lanes) + lane], largest[lane]);
            }
        }

        for (var number = 0; number < EvidenceCount; number++)
        {
            evidence.AsSpan(number * Lanes, Lanes).CopyTo(rows.AsSpan((space.Count + number) * stride));
        }
    }

    public FeatureSpace Space { get; }

    public IReadOnlyList<string> Labels { get; }

    public sbyte[] Coarse { get; }

    public float[] Largest { get; }

    public float[] Evidence { get; }

    /// <summary>Labels first, then authorities.</summary>
    public int Lanes => Labels.Count + AuthorityNames.All.Count;

    public int Stride => stride;

    public int EvidenceCount => Evidence.Length / Lanes;

    public ReadOnlySpan<float> OfColumn(int column) => rows.AsSpan(column * stride, stride);

    public ReadOnlySpan<float> OfEvidence(int number) => OfColumn(Space.Count + number);

    /// <summary>What pieces say together, lane by lane. A few lanes at a time, so that their sums stay in the processor from the first piece to the last.</summary>
    public void Sum(ReadOnlySpan<Piece> pieces, Span<float> sums)
    {
        var wholes = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        var table = MemoryMarshal.Cast<float, Vector256<float>>(rows);
        for (var lanes = 0; lanes < wholes.Length; lanes += 2)
        {
            var (some, others) = (Vector256<float>.Zero, Vector256<float>.Zero);
            foreach (var piece in pieces)
            {
                var row = table.Slice((piece.Column * wholes.Length) + lanes, 2);
                some += row[0] * piece.Value;
                others += row[1] * piece.Value;
            }

            (wholes[lanes], wholes[lanes + 1]) = (some, others);
        }
    }

    /// <summary>Small weights keep more of their places than large ones: the square root is what is cut.</summary>
    public static ModelWeights Of(FeatureSpace space, IReadOnlyList<string> labels, Func<int, int, float> weight, int evidenceCount)
    {
        var lanes = labels.Count + AuthorityNames.All.Count;
        var largest = new float[lanes];
        var coarse = new sbyte[space.Count * lanes];
        for (var lane = 0; lane < lanes; lane++)
        {
            for (var column = 0; column < space.Count; column++)
            {
                largest[lane] = Math.Max(largest[lane], Math.Abs(weight(column, lane)));
            }

            for (var column = 0; column < space.Count; column++)
            {
                coarse[(column * lanes) + lane] = Cut(weight(column, lane), largest[lane]);
            }
        }

        return new(space, labels, coarse, largest, [.. from number in Enumerable.Range(0, evidenceCount) from lane in Enumerable.Range(0, lanes) select weight(space.Count + number, lane)]);
    }

    private static sbyte Cut(float weight, float largest) => largest == 0 ? (sbyte)0 : (sbyte)(MathF.CopySign(MathF.Round(Finest * MathF.Sqrt(Math.Abs(weight) / largest)), weight));

    private static float Exact(sbyte coarse, float largest) => MathF.CopySign(largest * coarse * coarse / (Finest * Finest), coarse);
}
