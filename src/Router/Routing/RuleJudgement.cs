using Hub.Router.Persistence.Rows;

namespace Hub.Router.Routing;

/// <summary>What one rule set makes of one report: the same in a real run, in a trial, in a shadow and in a replay.</summary>
/// <param name="Fault">Why the rules could not decide it; the decision is then triage.</param>
internal sealed record RuleJudgement(Decided Decided, Exception? Fault)
{
    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);

    /// <summary>A report that the rules cannot read is for a person; it must not stop the others of its batch.</summary>
    /// <param name="seen">What an earlier decision looked at; without it the report as it stands.</param>
    public static RuleJudgement Of(RoutingEngine engine, Report report, string? seen = null)
    {
        try
        {
            return new RuleJudgement(Decided.ByRules(engine.Decide(SeenFacts.Of(report, seen))), null);
        }
        catch (Exception fault)
        {
            return new RuleJudgement(Failed(engine.Knowledge.Version, report.ReceivedAt, fault.GetType().Name), fault);
        }
    }

    /// <summary>The decision as it was saved: it stood, or it waited for the reporter's answer.</summary>
    public Decided Like(Assignment stored) => Decided.Question is not null && Decided.Waiting() is var waits && stored.Reason == waits.Reason ? waits : Decided;

    private static Decided Failed(string ruleSet, DateTimeOffset receivedAt, string fault)
    {
        var explanation = new RoutingExplanation
        {
            RuleSet = ruleSet,
            StructureOf = DateOnly.FromDateTime(receivedAt.ToOffset(Jakarta).DateTime),
            Facts = [],
            Steps = [new StepTaken("aturan", $"gagal membaca laporan ({fault})", true)],
            Authority = Authority.Unknown,
            Candidates = [],
        };
        return new Decided(RoutingOutcome.Triage, Decided.Rules, $"Aturan tidak dapat membaca laporan ini ({fault}); perlu diputuskan petugas.")
        {
            Confidence = 0,
            Explanation = explanation.ToJson(),
            RuleSet = ruleSet,
        };
    }
}
