using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Router.Routing.Learning;

/// <summary>model.json as it is written; numbers by the thousand are base64 in lines.</summary>
internal sealed record ModelDocument
{
    public required string Trainer { get; init; }

    public required ModelProvenance Provenance { get; init; }

    public required ModelScores Scores { get; init; }

    public required IReadOnlyList<string> Topics { get; init; }

    public required IReadOnlyList<string> Authorities { get; init; }

    public required IReadOnlyList<CurvePoint> Confidence { get; init; }

    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>Of each label and authority the largest weight.</summary>
    public required float[] Largest { get; init; }

    /// <summary>One bit a piece: whether it counts.</summary>
    public required IReadOnlyList<string> Pieces { get; init; }

    public required IReadOnlyList<string> Rarity { get; init; }

    public required IReadOnlyList<string> Weights { get; init; }

    public required IReadOnlyList<string> Evidence { get; init; }
}

[JsonSerializable(typeof(ModelDocument))]
internal sealed partial class ModelJson : JsonSerializerContext
{
    /// <summary>Base64 keeps its plus signs, and every machine ends its lines alike.</summary>
    public static ModelJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
