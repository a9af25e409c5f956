using System.Text.Json;

namespace Hub.Router.Units;

/// <summary>One of the units that the rules weighed, as the stored explanation has it.</summary>
internal sealed record StoredCandidate(string Topic, string Unit, double Score);

/// <summary>Reads the candidates of a stored explanation, best first. Explanations outlive the program that wrote them: what is not there is no candidate.</summary>
internal static class StoredCandidates
{
    public static IReadOnlyList<StoredCandidate> Read(string? explanation)
    {
        if (explanation is null)
        {
            return [];
        }

        using var read = JsonDocument.Parse(explanation);
        return read.RootElement.ValueKind is JsonValueKind.Object && read.RootElement.TryGetProperty("candidates", out var candidates) && candidates.ValueKind is JsonValueKind.Array
            ? [.. candidates.EnumerateArray().Select(One).OfType<StoredCandidate>()]
            : [];
    }

    private static StoredCandidate? One(JsonElement candidate) =>
        Word(candidate, "unit") is { } unit && candidate.TryGetProperty("score", out var score) && score.ValueKind is JsonValueKind.Number
            ? new StoredCandidate(Word(candidate, "topic") ?? "-", unit, score.GetDouble())
            : null;

    private static string? Word(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var word) && word.ValueKind is JsonValueKind.String ? word.GetString() : null;
}
