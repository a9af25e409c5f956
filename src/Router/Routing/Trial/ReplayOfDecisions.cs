using Hub.Router.Persistence.Rows;

namespace Hub.Router.Routing.Trial;

/// <summary>Stored decisions, made again from what they looked at.</summary>
/// <param name="RuleSet">Decisions of this set were made again.</param>
/// <param name="Same">With the same outcome, the same target and the same explanation, byte for byte.</param>
/// <param name="OtherSets">Decisions of other sets, by set: for them ask with the folder as it was then.</param>
public sealed record ReplayedDecisions(string RuleSet, long Same, long Differ, IReadOnlyDictionary<string, long> OtherSets)
{
    /// <summary>The first reports whose decision came out otherwise, with what is different.</summary>
    public required IReadOnlyList<(string Number, string What)> Different { get; init; }
}

/// <summary>Proves that decisions can be explained from what is stored (P7): same facts, same rules, same bytes.</summary>
public sealed class ReplayOfDecisions
{
    private readonly PastDecisions past;

    internal ReplayOfDecisions(PastDecisions past) => this.past = past;

    /// <param name="list">So many differences are listed; all are counted.</param>
    public async Task<ReplayedDecisions> RunAsync(RoutingEngine engine, DateTimeOffset from, int list, CancellationToken cancellationToken)
    {
        var (same, different, others) = (0L, new List<(string, string)>(), new Dictionary<string, long>());
        var differ = 0L;
        await foreach (var report in past.ReadAsync(from, explained: true, cancellationToken))
        {
            foreach (var stored in report.Decisions.Where(decision => decision.By == Decided.Rules))
            {
                if (stored.RuleSet != engine.Knowledge.Version)
                {
                    others[stored.RuleSet] = others.GetValueOrDefault(stored.RuleSet) + 1;
                }
                else if (Difference(engine, report.Report, stored) is not { } what)
                {
                    same++;
                }
                else if (differ++ < list)
                {
                    different.Add((report.Report.Number, what));
                }
            }
        }

        return new ReplayedDecisions(engine.Knowledge.Version, same, differ, others) { Different = different };
    }

    /// <returns>What is not as it was; null when nothing is.</returns>
    private static string? Difference(RoutingEngine engine, Report report, Assignment stored)
    {
        var again = RuleJudgement.Of(engine, report, stored.Facts).Like(stored);
        var (before, after) = (DecisionTarget.Of(stored.Outcome, stored.Unit, stored.Addressee), DecisionTarget.Of(again));
        return (before == after, stored.SuggestedUnit == again.SuggestedUnit, stored.Reason == again.Reason, stored.Explanation == again.Explanation) switch
        {
            (false, _, _, _) => $"{before} came out as {after}",
            (_, false, _, _) => $"suggestion {stored.SuggestedUnit ?? "-"} came out as {again.SuggestedUnit ?? "-"}",
            (_, _, false, _) => "the reason is another",
            (_, _, _, false) => "the explanation is another",
            _ => null,
        };
    }
}
