using System.Collections.Concurrent;
using Hub.Conformance;

namespace Hub.Connectors.Tests.Conformance;

/// <summary>Gathers the scores of a run; `hub conformance` names the file that the table is written to.</summary>
public sealed class ScoreBook : IDisposable
{
    public const string File = "HUB_CONFORMANCE_TABLE";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<RuleScore>> scores = [];

    public RuleScore Enter(string connector, RuleScore score)
    {
        scores.GetOrAdd(connector, _ => []).Enqueue(score);
        return score;
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable(File) is { Length: > 0 } file)
        {
            System.IO.File.WriteAllText(file, ConformanceKit.Table(scores.OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => (IReadOnlyList<RuleScore>)[.. one.Value])));
        }
    }
}
