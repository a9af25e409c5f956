using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>The subject decides when it is clear; anything else is for a person.</summary>
internal static class TopicStep
{
    public static StepResult Decide(RoutingCase found)
    {
        if (found.Text.WordCount == 0)
        {
            return Triage("laporan tidak berisi teks", null, 0);
        }

        if (!found.HasTopic || found.Ranking.Best is not { } best)
        {
            return Triage("tidak ada pokok laporan yang dikenali", null, 0.2);
        }

        if (!found.IsClear)
        {
            var rival = found.Ranking.Topics.First(topic => topic.Family != best.Family);
            return Triage($"isi laporan menyangkut {best.Topic.Subject} dan juga {rival.Topic.Subject}", Suggestion(found, best), found.Clarity);
        }

        return best.Topic.IsOurs
            ? Assignment.Of(found, best, $"pokok laporan {best.Topic.Subject}")
            : Refusal.To(found, Addressees.Outside(found, best.Topic), $"{best.Topic.Subject} bukan urusan kementerian", found.Clarity);
    }

    private static string? Suggestion(RoutingCase found, ScoredTopic? topic) => topic switch
    {
        null => null,
        { Topic.IsOurs: true } => found.Knowledge.Units.FirstInForce(topic.Topic.Units, found.Day)?.Code,
        _ => Addressees.Outside(found, topic.Topic).Code,
    };

    private static StepResult.Ends Triage(string why, string? suggested, double confidence) =>
        new(why, new Ruling(RoutingOutcome.Triage, $"Perlu diputuskan petugas Biro Komunikasi Publik: {why}.", confidence) { Suggested = suggested });
}
