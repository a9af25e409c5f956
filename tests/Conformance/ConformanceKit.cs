using System.Globalization;
using System.Text;
using Hub.Conformance.Rules;

namespace Hub.Conformance;

/// <summary>All rules, and how one connector is held against them (DESIGN 4).</summary>
public static class ConformanceKit
{
    /// <summary>A connector that hangs fails its rule instead of holding the others.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<ConnectorRule> Rules { get; } =
    [
        .. ReadingRules.All,
        .. BrokenBodyRules.All,
        .. WebhookRules.All,
        .. PollRules.All,
        .. PollFaultRules.All,
        .. StatusRules.All,
        .. StatusFaultRules.All,
        .. TokenRules.All,
        .. PrivacyRules.All,
        .. ProbeRules.All,
    ];

    public static async Task<RuleScore> ScoreAsync(IConnectorUnderTest connector, ConnectorRule rule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(rule);
        foreach (var side in rule.Needs)
        {
            if (connector.Lacks.TryGetValue(side, out var reason))
            {
                return new RuleScore(rule.Name, Verdict.NotApplicable, reason);
            }
        }

        await using var bench = await connector.StartAsync(cancellationToken);
        try
        {
            await rule.CheckAsync(bench, cancellationToken).WaitAsync(Longest, cancellationToken);
            return new RuleScore(rule.Name, Verdict.Pass);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new RuleScore(rule.Name, Verdict.Fail, fault is NotConformingException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    public static async Task<IReadOnlyList<RuleScore>> ScoreAsync(IConnectorUnderTest connector, CancellationToken cancellationToken)
    {
        List<RuleScore> scores = [];
        foreach (var rule in Rules)
        {
            scores.Add(await ScoreAsync(connector, rule, cancellationToken));
        }

        return scores;
    }

    /// <summary>One row a rule, one column a connector, and the reasons below.</summary>
    public static string Table(IReadOnlyDictionary<string, IReadOnlyList<RuleScore>> connectors)
    {
        ArgumentNullException.ThrowIfNull(connectors);
        var table = new StringBuilder("| Rule |").AppendJoin("|", connectors.Keys.Select(name => $" {name} ")).AppendLine("|");
        table.Append("| --- |").AppendJoin("|", connectors.Keys.Select(_ => " --- ")).AppendLine("|");
        foreach (var rule in Rules)
        {
            var words = connectors.Values.Select(scores => Word(scores.FirstOrDefault(score => score.Rule == rule.Name)?.Verdict));
            table.Append(CultureInfo.InvariantCulture, $"| {rule.Name} |").AppendJoin("|", words.Select(word => $" {word} ")).AppendLine("|");
        }

        foreach (var (name, scores) in connectors)
        {
            table.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{name}: {Count(scores, Verdict.Pass)} passed, {Count(scores, Verdict.Fail)} failed, {Count(scores, Verdict.NotApplicable)} not applicable.");
            foreach (var group in scores.Where(score => score.Verdict is Verdict.NotApplicable).GroupBy(score => score.Why))
            {
                table.AppendLine(CultureInfo.InvariantCulture, $"- not applicable ({group.Count()}): {group.Key}");
            }

            foreach (var failed in scores.Where(score => score.Verdict is Verdict.Fail))
            {
                table.AppendLine(CultureInfo.InvariantCulture, $"- failed {failed.Rule}: {failed.Why}");
            }
        }

        return table.ToString();
    }

    private static int Count(IReadOnlyList<RuleScore> scores, Verdict verdict) => scores.Count(score => score.Verdict == verdict);

    private static string Word(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "FAIL",
        Verdict.NotApplicable => "n/a",
        _ => "-",
    };
}
