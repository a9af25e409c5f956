using Hub.Router.Accountability;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Accountability;

/// <summary>Returns by rule counted again from what the load did, one life after the other, without the hub and without SQL.</summary>
internal sealed class NaiveReturns(MonthLedger ledger)
{
    private readonly IReadOnlyList<Told> all = [.. ledger.Lives.Where(life => life.Deeds.TrueForAll(deed => deed.Word != "merged")).Select(Tell)];

    public IEnumerable<(string Rule, long Decided, long Returned, long Rerouted, long Overturned, long Wrong)> Lines() => all
        .GroupBy(told => told.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal)
        .Select(rule => (rule.Key, rule.LongCount(), rule.LongCount(told => told.Returned), rule.LongCount(told => told.Rerouted), rule.LongCount(told => told.Overturned), rule.LongCount(told => told.IsWrong)));

    public IEnumerable<UnitPair> Pairs(string rule) => all.Where(told => told.Rule == rule && told.IsWrong)
        .GroupBy(told => (told.From, told.To)).Select(pair => new UnitPair(pair.Key.From, pair.Key.To, pair.LongCount()))
        .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.From, StringComparer.Ordinal).ThenBy(pair => pair.To, StringComparer.Ordinal).Take(3);

    /// <summary>Only what moves a report between desks: decisions and returns.</summary>
    private static Told Tell(Life life)
    {
        var first = life.Deeds[0].Unit;
        var moves = life.Deeds.Skip(1).Where(deed => deed.Word is "decided" or "returned").ToList();
        var person = moves.FindLast(deed => deed.Word == "decided");
        return new Told(Rule(life, first), first ?? "-", (moves.Count == 0 ? first : moves[^1].Unit) ?? "-")
        {
            Returned = moves.Count > 0 && moves[0].Word == "returned" && moves[0].By == first,
            Rerouted = IsUnit(first) && moves.Exists(deed => IsUnit(deed.Unit) && deed.Unit != first),
            Overturned = first is not null && person is not null && person.Unit != first,
        };
    }

    private static bool IsUnit(string? code) => code?.StartsWith("EXT", StringComparison.Ordinal) is false;

    /// <summary>The rules of the rig: one for each unit, and the channel's class for what it calls supervisory without a word of bribes.</summary>
    private static string Rule(Life life, string? unit) => unit switch
    {
        RigKnowledge.Roads => "road-1",
        RigKnowledge.Water => "flood-1",
        RigKnowledge.CityHall => "card-1",
        RigKnowledge.Inspectorate => life.Deeds[0].Text!.Contains("suap", StringComparison.Ordinal) ? "bribe-1" : "kelas-laporan",
        _ => "-",
    };

    private sealed record Told(string Rule, string From, string To)
    {
        public required bool Returned { get; init; }

        public required bool Rerouted { get; init; }

        public required bool Overturned { get; init; }

        public bool IsWrong => Returned || Rerouted || Overturned;
    }
}
