using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Router.Routing;

/// <summary>The whole story of a decision (P7). It quotes the words of the rule files, never the citizen's sentences.</summary>
public sealed record RoutingExplanation
{
    /// <summary>Content hash of all rule files.</summary>
    public required string RuleSet { get; init; }

    /// <summary>The day, in Jakarta, whose structure and rules were applied.</summary>
    public required DateOnly StructureOf { get; init; }

    public required IReadOnlyList<FoundFact> Facts { get; init; }

    /// <summary>Every step in the order it was tried; the last one ended it.</summary>
    public required IReadOnlyList<StepTaken> Steps { get; init; }

    public string? WinningRule { get; init; }

    /// <summary>Id of the topic by subject alone, whoever has the authority.</summary>
    public string? Topic { get; init; }

    /// <summary>The unit that has the topic, whoever has the authority; null for a topic that is not the ministry's.</summary>
    public string? TopicUnit { get; init; }

    public required Authority Authority { get; init; }

    /// <summary>For triage below the threshold: what the rules and the model would have decided.</summary>
    public RoutingOutcome? Leaning { get; init; }

    /// <summary>All topics that scored, best first: the first may be the winner, the others say why they lost.</summary>
    public required IReadOnlyList<RoutingCandidate> Candidates { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, RoutingJson.Default.RoutingExplanation);
}

/// <param name="Kind">place, authority, topic, asset, category, class, restriction, model.</param>
/// <param name="Value">What it means.</param>
/// <param name="From">The words or the field that gave it.</param>
public sealed record FoundFact(string Kind, string Value, string From);

public sealed record StepTaken(string Step, string Result, bool Ended);

/// <param name="Score">By the rules.</param>
/// <param name="Chance">By rules and model together; null without a model.</param>
public sealed record RoutingCandidate(string Topic, string? Unit, double Score, IReadOnlyList<string> Rules, string Why, double? Chance = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RoutingExplanation))]
internal sealed partial class RoutingJson : JsonSerializerContext;
