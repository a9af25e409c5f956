using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;

namespace Hub.Router.Units;

/// <summary>A unit that was looked at for a returned report and did not get it.</summary>
internal sealed record PassedOver(string Unit, string Why);

/// <summary>Where a returned report goes, and what was looked at: kept as the explanation of the decision (P7).</summary>
/// <param name="From">The unit that gave it back.</param>
/// <param name="Said">The unit or addressee that it suggested, as it was said.</param>
/// <param name="To">Code of the unit that gets it; null when a person decides.</param>
/// <param name="Move">How many times the report has gone on by itself, with this one.</param>
internal sealed record Onward(string From, string? Said, string? To, int Move, string Why)
{
    public const int Most = 2;

    /// <summary>For the person: the unit or addressee that the unit or the rules lean to.</summary>
    public string? Suggested { get; init; }

    /// <summary>The rule set whose candidates were looked at.</summary>
    public string? RuleSet { get; init; }

    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];
}

/// <summary>
/// The unit after a unit: the one that was suggested, else the next best of the rules' own candidates, at most twice in the life of
/// a report, and never one that had it. Pure: the same decisions on the same day give the same unit.
/// </summary>
internal sealed class NextUnit(UnitDirectory directory, DateOnly today)
{
    /// <summary>A candidate with less of the best one's score is a stray word and no second choice.</summary>
    private const double LeastShare = 1.0 / 3;

    /// <param name="decisions">All on this report, oldest first.</param>
    /// <param name="restricted">Only those entitled to supervisory matters may read it: the rules send it to nobody else.</param>
    public Onward After(string from, string? said, IReadOnlyList<Assignment> decisions, bool restricted)
    {
        var had = HadBy(from, decisions);
        var move = Moves(decisions) + 1;
        var (to, onward) = Suggestion(new Onward(from, said, null, move, ""), had) ?? Candidate(new Onward(from, said, null, move, ""), had, restricted ? null : Ruled(decisions));
        return to is null ? onward with { Move = move - 1 }
            : move > Onward.Most ? onward with { To = null, Suggested = to.Code, Move = move - 1, Why = $"Sudah {Onward.Most} kali diteruskan tanpa petugas." }
            : onward with { To = to.Code };
    }

    /// <summary>Every unit that had it, and who carries their work on: a desk with a new name is the same desk.</summary>
    private HashSet<string> HadBy(string from, IReadOnlyList<Assignment> decisions)
    {
        HashSet<string> had = [from, .. decisions.Select(row => row.Unit).OfType<string>()];
        had.UnionWith(had.Select(code => directory.Current(code, today)?.Code).OfType<string>().ToList());
        return had;
    }

    /// <summary>Decisions that a return brought about by itself: made by the unit that had the report before.</summary>
    private static int Moves(IReadOnlyList<Assignment> decisions) =>
        decisions.Where((row, index) => IsOnward(decisions, index) && row.Unit is not null).Count();

    private static bool IsOnward(IReadOnlyList<Assignment> decisions, int index) => index > 0 && decisions[index].By == decisions[index - 1].Unit;

    /// <summary>The decision that stands behind the report's way: the rules' candidates count only while no person has decided otherwise.</summary>
    private static Assignment? Ruled(IReadOnlyList<Assignment> decisions)
    {
        var last = decisions.Where((row, index) => row.By != Decided.Hub && !IsOnward(decisions, index)).LastOrDefault();
        return last?.By == Decided.Rules ? last : null;
    }

    /// <returns>Null when nothing usable was said and the rules are asked.</returns>
    private (Unit? To, Onward Onward)? Suggestion(Onward asked, HashSet<string> had)
    {
        if (string.IsNullOrWhiteSpace(asked.Said))
        {
            return null;
        }

        return directory.Current(asked.Said, today) switch
        {
            null => (null, asked with { Why = directory.Exists(asked.Said) ? $"Unit yang disarankan ({asked.Said}) tidak berlaku lagi." : "Unit yang disarankan tidak dikenal." }),
            { IsExternal: true } outside => (null, asked with { Suggested = outside.Code, Why = $"Disarankan ke {outside.Name}; pengembalian ke kanal diputuskan petugas." }),
            { } unit when had.Contains(unit.Code) => null,
            { } unit => (unit, asked with { Why = $"Diteruskan ke {unit.Name} sesuai saran." }),
        };
    }

    private (Unit? To, Onward Onward) Candidate(Onward asked, HashSet<string> had, Assignment? ruled)
    {
        var said = asked.Said is { } code ? directory.Current(code, today) : null;
        List<PassedOver> passed = said is null ? [] : [new PassedOver(said.Code, "disarankan, tetapi sudah pernah menerima")];
        var candidates = StoredCandidates.Read(ruled?.Explanation);
        foreach (var candidate in candidates)
        {
            var unit = directory.Current(candidate.Unit, today);
            if (WhyNot(unit, had, candidate.Score >= candidates[0].Score * LeastShare) is { } why)
            {
                passed.Add(new PassedOver(candidate.Unit, why));
                continue;
            }

            var chosen = asked with { RuleSet = ruled!.RuleSet, PassedOver = passed, Why = $"Diteruskan ke {unit!.Name}, pilihan berikut menurut aturan ({candidate.Topic})." };
            return (unit, chosen);
        }

        return (null, asked with { Suggested = said?.Code, RuleSet = ruled?.RuleSet, PassedOver = passed, Why = "Tidak ada unit lain menurut aturan." });
    }

    private string? WhyNot(Unit? unit, HashSet<string> had, bool isStrong) => unit switch
    {
        null => "tidak ada unit yang berlaku",
        { IsExternal: true } => "bukan unit kementerian",
        _ when had.Contains(unit.Code) => "sudah pernah menerima",
        _ when had.Any(other => IsFamily(unit.Code, other)) => "satu keluarga dengan unit yang sudah mengembalikan",
        _ when !isStrong => "nilainya terlalu kecil",
        _ => null,
    };

    /// <summary>
    /// One stands above the other. The offices of river basins are the exception: they are chosen by province as a first guess, and
    /// the directorate general above them knows the basin (DOMAIN 5.3).
    /// </summary>
    private bool IsFamily(string unit, string other) => IsAbove(other, unit) || (IsAbove(unit, other) && directory.Find(other, today) is not { Kind: UnitKind.Bbws or UnitKind.Bws });

    private bool IsAbove(string above, string below) => directory.Ancestors(below, today).Any(unit => unit.Code == above);
}
