using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing;

/// <summary>A trained text model that answers two questions beside the rules: whose subject it is, and whose authority. Immutable.</summary>
public sealed record RoutingModel
{
    internal RoutingModel(ModelProvenance provenance, ModelWeights weights) => (Provenance, Weights) = (provenance, weights);

    public ModelProvenance Provenance { get; }

    public ModelScores Scores { get; internal init; } = new(0, 0, 0, 0, 0, 0);

    internal ModelWeights Weights { get; }

    internal ConfidenceCurve Curve { get; init; } = ConfidenceCurve.Straight;

    /// <summary>Words and pairs of words that an explanation may quote: each stood in many training reports, so none is a citizen's own.</summary>
    internal IReadOnlyList<string> Shown { get; init; } = [];
}
