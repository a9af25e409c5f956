using System.Globalization;
using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing.Evidence;

/// <summary>What the model believes and what moved it: the shares of rules and words, and words of its own list.</summary>
internal static class OpinionFacts
{
    private const string Kind = "model";

    public static void Add(ModelOpinion? opinion, List<FoundFact> facts)
    {
        if (opinion is not null)
        {
            facts.Add(Fact(opinion.Label, opinion.Of(opinion.Label), opinion.TopicReason));
            facts.Add(Fact(opinion.Authority.ToString(), opinion.Of(opinion.Authority), opinion.AuthorityReason));
        }
    }

    private static FoundFact Fact(string answer, double chance, OpinionReason reason) => new(
        Kind,
        string.Create(CultureInfo.InvariantCulture, $"{answer} {chance:0.00}"),
        string.Create(CultureInfo.InvariantCulture, $"aturan {reason.Rules:+0.0;-0.0;0.0}, kata {reason.Words:+0.0;-0.0;0.0}{(reason.Spoken.Count == 0 ? "" : ": ")}{string.Join(", ", reason.Spoken)}"));
}
