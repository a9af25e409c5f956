using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>The channel's category decides only where the citizen's words do not; a category outside the table is never mapped.</summary>
internal static class CategoryStep
{
    private const double Confidence = 0.6;

    public static StepResult Try(RoutingCase found)
    {
        if (found.Category is not { } category)
        {
            return new StepResult.Goes(found.Facts.Category is null ? "tanpa kategori" : "kategori tidak ada dalam tabel");
        }

        if (category.Unit is null)
        {
            return new StepResult.Goes("kategori tidak menentukan unit; isi laporan yang menentukan");
        }

        if (found.SpokenScore >= found.Knowledge.Thresholds.Topic || found.IsLocal || KnowsBetter(found))
        {
            return new StepResult.Goes($"kategori menunjuk {category.Unit} dan menambah bobot");
        }

        var decided = Decide(found, category.Unit);
        return decided is StepResult.Ends ends ? ends with { Ruling = ends.Ruling with { IsByCategory = true } } : decided;
    }

    /// <summary>The model knows the subject from words that no rule has.</summary>
    private static bool KnowsBetter(RoutingCase found) => found.Opinion is { } opinion && opinion.Of(opinion.Label) >= found.Knowledge.Thresholds.AutomaticWithoutRule;

    private static StepResult Decide(RoutingCase found, string unit)
    {
        if (found.Text.WordCount == 0)
        {
            return new StepResult.Goes("isi laporan kosong; kategori saja tidak cukup");
        }

        if (found.ByRules.Ranking.Best is { Topic.IsOurs: true } best && best.Topic.Units.Contains(unit))
        {
            return Assignment.Of(found, best, $"kategori menunjuk {unit}", Confidence);
        }

        return unit.StartsWith("EXT-", StringComparison.Ordinal)
            ? Refusal.To(found, new(Regional.Is(unit) ? Regional.Addressee(found) ?? unit : unit, null), "kategori yang dipilih pelapor", Confidence)
            : new StepResult.Goes($"kategori menunjuk {unit}, tetapi isi laporan tidak mendukung");
    }
}
