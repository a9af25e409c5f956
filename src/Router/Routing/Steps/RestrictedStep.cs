using Hub.Contracts.Reports;
using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>Supervisory, secret or accusing content goes to the Inspectorate (DOMAIN 2.2, 5.4).</summary>
internal static class RestrictedStep
{
    public static StepResult Try(RoutingCase found)
    {
        if (Why(found) is not { } why)
        {
            return new StepResult.Goes(IsRestricted(found)
                ? "ada dugaan penyimpangan di luar kementerian: laporan dibatasi, kewenangan diperiksa lebih lanjut"
                : "tidak ada isi yang dibatasi");
        }

        if (found.Knowledge.Units.FirstInForce(found.Knowledge.Restricted.Units, found.Day) is not { } unit)
        {
            return new StepResult.Goes($"{why}, tetapi tidak ada inspektorat yang berlaku pada tanggal laporan");
        }

        return new StepResult.Ends(why, new Ruling(RoutingOutcome.Assigned, $"Diteruskan terbatas ke {unit.Name} karena {why}.", 0.9)
        {
            Unit = unit.Code,
            Restricted = true,
            Rule = found.Accusation.Rules is [var rule, ..] ? rule.Id : "kelas-laporan",
        });
    }

    public static bool IsRestricted(RoutingCase found) =>
        Accuses(found) || found.Facts.Class is ReportClass.SupervisoryComplaint || found.Facts.Sensitivity.Secret;

    private static string? Why(RoutingCase found)
    {
        if (found.Facts.Class is ReportClass.SupervisoryComplaint)
        {
            return "kanal menggolongkannya sebagai pengaduan berkadar pengawasan";
        }

        if (Accuses(found) && !IsElsewhere(found))
        {
            return "memuat dugaan penyimpangan atau penyalahgunaan wewenang";
        }

        return found.Facts.Sensitivity.Secret && found.Knowledge.Restricted.SecretReports ? "pelapor menandainya rahasia" : null;
    }

    /// <summary>The ministry's inspectors have no say over a village or over identity cards.</summary>
    private static bool IsElsewhere(RoutingCase found) =>
        found.ByRules.Authority.Authority is not Authority.National
        && (found.Accusation.AgainstLocals || (found.ByRules.IsClear && found.ByRules.Ranking.Best is { Topic.IsOurs: false }));

    private static bool Accuses(RoutingCase found) => found.Accusation.Weight >= found.Knowledge.Thresholds.Accusation;
}
