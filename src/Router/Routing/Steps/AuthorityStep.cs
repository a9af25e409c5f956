using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>What the text shows to be a regional government's is returned with that government as addressee (DOMAIN 5.4).</summary>
internal static class AuthorityStep
{
    public static StepResult Try(RoutingCase found)
    {
        var authority = found.Authority;
        if (!found.IsLocal)
        {
            return new StepResult.Goes(authority.Authority is Authority.National ? "kewenangan pusat" : "kewenangan tidak terbaca dari isi laporan");
        }

        if (found.Text.WordCount == 0)
        {
            return new StepResult.Goes("isi laporan kosong");
        }

        var topic = found.HasTopic ? found.Ranking.Best!.Topic : null;
        var addressee = Addressee(found, topic);
        var confidence = Math.Round(Math.Min(0.95, 0.6 + (0.05 * authority.Local)), 2);
        var refusal = Refusal.To(found, addressee, $"{topic?.Subject ?? "isi laporan"} menjadi kewenangan daerah", confidence);
        return refusal with { Ruling = refusal.Ruling with { IsFixed = authority.IsDecisive } };
    }

    private static string? Addressee(RoutingCase found, RoutingTopic? topic) =>
        topic?.Addressee is { } code and not RoutingTopic.RegionalGovernment ? code : Regional.Addressee(found);
}
