using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>The closing line of an evaluation, for programs (routing-README).</summary>
internal sealed record EvaluationLine(
    [property: JsonPropertyName("n")] int Count,
    [property: JsonPropertyName("topic_accuracy")] double TopicAccuracy,
    [property: JsonPropertyName("topic_macro_f1")] double TopicMacroF1,
    [property: JsonPropertyName("strict_accuracy")] double StrictAccuracy,
    [property: JsonPropertyName("strict_macro_f1")] double StrictMacroF1,
    [property: JsonPropertyName("auto_share")] double AutoShare,
    [property: JsonPropertyName("auto_precision")] double AutoPrecision,
    [property: JsonPropertyName("triage_share")] double TriageShare)
{
    public static EvaluationLine Of(IReadOnlyList<JudgedReport> judged)
    {
        var scores = RoutingScores.Of([.. judged.Select(report => (report.Gold, report.Answer))]);
        return new EvaluationLine(
            scores.Count,
            scores.TopicAccuracy,
            scores.TopicMacroF1,
            scores.StrictAccuracy,
            scores.StrictMacroF1,
            scores.AutoShare,
            scores.AutoPrecision,
            scores.TriageShare);
    }

    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.EvaluationLine);
}

[JsonSerializable(typeof(EvaluationLine))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
