using Hub.Router.Routing.Learning;
using Hub.Router.Units;

namespace Hub.Router.Routing;

/// <summary>Decisions in the unit names of labelled files: a balai counts as its Unor, all of housing as one, every outside addressee as NOT_OURS.</summary>
public sealed class RoutingLabelNames(UnitDirectory units)
{
    public const string NotOurs = "NOT_OURS";

    /// <summary>Every unit a label may name.</summary>
    public static IReadOnlyList<string> Units { get; } =
    [
        "BINA_MARGA", "BPJT", "SDA", "CIPTA_KARYA", "PRASARANA_STRATEGIS", "PERUMAHAN", "PEMBIAYAAN", "BINA_KONSTRUKSI", "SETJEN", "ITJEN", "BPSDM", "BPIW", NotOurs,
    ];

    public static IReadOnlyList<string> Authorities => AuthorityNames.All;

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["BM"] = "BINA_MARGA",
        ["BPJT"] = "BPJT",
        ["SDA"] = "SDA",
        ["CK"] = "CIPTA_KARYA",
        ["PI"] = "PEMBIAYAAN",
        ["BK"] = "BINA_KONSTRUKSI",
        ["PS"] = "PRASARANA_STRATEGIS",
        ["SETJEN"] = "SETJEN",
        ["ITJEN"] = "ITJEN",
        ["BPSDM"] = "BPSDM",
        ["BPIW"] = "BPIW",
        ["PERUM"] = "PERUMAHAN",
    };

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ByName = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    public RoutingAnswer Answer(RoutingDecision decision)
    {
        var day = decision.Explanation.StructureOf;
        var unit = decision.Outcome switch
        {
            RoutingOutcome.Assigned => NameOf(decision.Unit, day),
            RoutingOutcome.NotOurs => NotOurs,
            _ => decision.SuggestedUnit is null ? Leaning(decision) : NameOf(decision.SuggestedUnit, day),
        };
        return new RoutingAnswer(unit, Topic(decision, day), decision.Outcome is not RoutingOutcome.Triage)
        {
            Authority = Of(decision.Explanation.Authority),
            Confidence = decision.Confidence,
            Rule = decision.Explanation.WinningRule,
        };
    }

    public static string Of(Authority authority) => AuthorityNames.Of(authority);

    /// <summary>Without a word of the ministry's work in it, a report leans to somebody else.</summary>
    private static string? Leaning(RoutingDecision decision) => decision.Explanation is { TopicUnit: null } or { Leaning: RoutingOutcome.NotOurs } ? NotOurs : null;

    private string? Topic(RoutingDecision decision, DateOnly day) =>
        decision.Explanation.TopicUnit is { } unit ? NameOf(unit, day) : NotOurs;

    /// <returns>Null for a unit that no label stands for.</returns>
    public string? NameOf(string? code, DateOnly day)
    {
        if (code is null)
        {
            return null;
        }

        var chain = units.Ancestors(code, day).Select(unit => unit.Code).Prepend(code).ToArray();
        if (Array.Exists(chain, step => step is "PKP"))
        {
            return "PERUMAHAN";
        }

        return units.Find(code, day) is { IsExternal: true } ? NotOurs : chain.Select(Short).FirstOrDefault(name => name is not null);
    }

    /// <summary>By what stands after the one dash of the code.</summary>
    internal static string? Short(string code) =>
        code.IndexOf('-', StringComparison.Ordinal) is var dash and >= 0 && ByName.TryGetValue(code.AsSpan(dash + 1), out var label) ? label : null;
}
