using Hub.Router.Routing.Evidence;
using Hub.Router.Routing.Steps;

namespace Hub.Router.Routing;

/// <summary>Decides where a report goes. Pure: the same facts and the same knowledge give the same decision and the same explanation, byte for byte.</summary>
public sealed class RoutingEngine(RoutingKnowledge knowledge)
{
    internal const string RestrictedContent = "isi terbatas";

    /// <summary>The order of DESIGN part 7; the last step always ends it.</summary>
    private static readonly (string Name, Func<RoutingCase, StepResult> Try)[] Order =
    [
        (RestrictedContent, RestrictedStep.Try),
        ("kementerian", MinistryStep.Try),
        ("aset bernama", AssetStep.Try),
        ("kategori kanal", CategoryStep.Try),
        ("kewenangan", AuthorityStep.Try),
        ("pokok laporan", TopicStep.Decide),
    ];

    private readonly CaseReader reader = new(knowledge);

    public RoutingKnowledge Knowledge => knowledge;

    public RoutingDecision Decide(ReportFacts facts)
    {
        var found = reader.Read(facts);
        var taken = new List<StepTaken>(Order.Length);
        foreach (var (name, attempt) in Order)
        {
            var result = attempt(found);
            taken.Add(new StepTaken(name, result.Text, result is StepResult.Ends));
            if (result is StepResult.Ends ends)
            {
                return Decision(found, Certainty.Weigh(found, ends.Ruling, taken), taken);
            }
        }

        var why = taken[^1].Result;
        return Decision(found, new Ruling(RoutingOutcome.Triage, $"Perlu diputuskan petugas Biro Komunikasi Publik: {why}.", 0), taken);
    }

    private static RoutingDecision Decision(RoutingCase found, Ruling ruling, List<StepTaken> taken) => new()
    {
        Outcome = ruling.Outcome,
        Unit = ruling.Unit,
        Addressee = ruling.Addressee,
        SuggestedUnit = ruling.Suggested,
        Confidence = ruling.Confidence,
        Restricted = ruling.Restricted || RestrictedStep.IsRestricted(found),
        Reason = ruling.Reason,
        Explanation = Explaining.Of(found, ruling, taken),
    };
}
