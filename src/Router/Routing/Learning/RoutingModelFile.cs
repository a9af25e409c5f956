using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing;

/// <summary>The text form of a model. The same model gives the same bytes; what cannot be read whole is not read at all.</summary>
public static class RoutingModelFile
{
    private const int LineLength = 160;

    public static string Write(RoutingModel model)
    {
        var weights = model.Weights;
        var counts = new byte[PieceHash.Buckets / 8];
        for (var bucket = 0; bucket < PieceHash.Buckets; bucket++)
        {
            counts[bucket / 8] |= (byte)(weights.Space.Columns[bucket] >= 0 ? 1 << (bucket % 8) : 0);
        }

        var document = new ModelDocument
        {
            Trainer = RoutingTraining.Trainer,
            Provenance = model.Provenance,
            Scores = model.Scores,
            Topics = weights.Labels,
            Authorities = AuthorityNames.All,
            Confidence = model.Curve.Points,
            Shown = model.Shown,
            Largest = weights.Largest,
            Pieces = Lines(counts),
            Rarity = Lines(weights.Space.Rarity),
            Weights = Lines(MemoryMarshal.AsBytes(weights.Coarse.AsSpan())),
            Evidence = Lines(MemoryMarshal.AsBytes(weights.Evidence.AsSpan())),
        };
        return JsonSerializer.Serialize(document, ModelJson.Plain.ModelDocument) + "\n";
    }

    /// <returns>Null when there is any fault.</returns>
    public static RoutingModel? Read(string text, ICollection<KnowledgeFault> faults)
    {
        try
        {
            var document = JsonSerializer.Deserialize(text, ModelJson.Plain.ModelDocument) ?? throw new FormatException("it is empty");
            return document.Trainer == RoutingTraining.Trainer ? Of(document) : Refuse(faults, "trainer", $"'{document.Trainer}' is not the way of training of this program ({RoutingTraining.Trainer}).");
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            return Refuse(faults, (broken as JsonException)?.LineNumber is { } line ? $"line {line + 1}" : "contents", $"cannot be read: {broken.Message.TrimEnd('.')}.");
        }
    }

    private static RoutingModel Of(ModelDocument document)
    {
        var lanes = document.Topics.Count + AuthorityNames.All.Count;
        var (pieces, rarity) = (Bytes(document.Pieces), Bytes(document.Rarity));
        var weights = MemoryMarshal.Cast<byte, sbyte>(Bytes(document.Weights)).ToArray();
        var evidence = MemoryMarshal.Cast<byte, float>(Bytes(document.Evidence)).ToArray();
        Demand(document.Authorities.SequenceEqual(AuthorityNames.All), $"authorities must be {string.Join(", ", AuthorityNames.All)}");
        Demand(document.Topics.Count >= 2 && document.Topics.Distinct().Count() == document.Topics.Count, "topics must be two or more, each once");
        Demand(pieces.Length == PieceHash.Buckets / 8, $"pieces must be {PieceHash.Buckets} bits");
        int[] buckets = [.. Enumerable.Range(0, PieceHash.Buckets).Where(bucket => (pieces[bucket / 8] & (1 << (bucket % 8))) != 0)];
        Demand(rarity.Length == buckets.Length, $"rarity must hold a byte for each of the {buckets.Length} pieces");
        Demand(weights.Length == buckets.Length * lanes, $"weights must hold {buckets.Length} times {lanes} bytes");
        Demand(document.Largest.Length == lanes && document.Largest.All(float.IsFinite), $"largest must hold {lanes} numbers");
        Demand(evidence.Length == new RuleEvidence(document.Topics).Count * lanes && evidence.All(float.IsFinite), "evidence does not fit the topics");
        Demand(IsCurve(document.Confidence), "confidence must be points from 0 to 1, of which neither number falls");
        return new RoutingModel(document.Provenance, new ModelWeights(FeatureSpace.Of(buckets, rarity), document.Topics, weights, document.Largest, evidence))
        {
            Scores = document.Scores,
            Curve = new ConfidenceCurve(document.Confidence),
            Shown = document.Shown,
        };
    }

    private static bool IsCurve(IReadOnlyList<CurvePoint> points) =>
        points.Count >= 1
        && points.All(point => point is { Belief: >= 0 and <= 1, Chance: >= 0 and <= 1 })
        && points.Zip(points.Skip(1)).All(pair => pair.First.Belief < pair.Second.Belief && pair.First.Chance <= pair.Second.Chance);

    private static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }

    private static RoutingModel? Refuse(ICollection<KnowledgeFault> faults, string entry, string problem)
    {
        faults.Add(new KnowledgeFault(KnowledgeFile.Model, entry, problem, "Make it anew with hub routing train, or remove it: the rules then decide alone."));
        return null;
    }

    private static string[] Lines(ReadOnlySpan<byte> bytes) => [.. Convert.ToBase64String(bytes).Chunk(LineLength).Select(line => new string(line))];

    private static byte[] Bytes(IReadOnlyList<string> lines) => Convert.FromBase64String(string.Concat(lines));
}
