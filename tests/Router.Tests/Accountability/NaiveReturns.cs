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

    /// <summary>Only what moves a report between desks: decisions, returns, reopenings.</summary>
    private static Told Tell(Life life)
    {
        var first = life.Deeds[0].Unit;
        var outside = first?.StartsWith("EXT", StringComparison.Ordinal) is true;
        var told = new Told(Rule(life, first)) { From = first ?? "-" };
        var (holder, stands, moved) = (outside ? null : first, first, false);
        foreach (var deed in life.Deeds.Skip(1).Where(deed => deed.Word is "decided" or "returned"))
        {
            told.Returned |= deed.Word == "returned" && !moved && deed.By == first;
            told.Overturned = deed.Word == "decided" ? first is not null && deed.Unit != first : told.Overturned;
            moved = true;
            (holder, stands) = deed.Word == "returned" && deed.Unit is null ? (null, null) : (deed.Unit, deed.Unit);
            told.Rerouted |= first is not null && !outside && holder is not null && !holder.StartsWith("EXT", StringComparison.Ordinal) && holder != first;
        }

        told.To = stands ?? "-";
        return told;
    }

    /// <summary>The rules of the rig: one for each unit, and the channel's class for what it calls supervisory without a word of bribes.</summary>
    private static string Rule(Life life, string? unit) => unit switch
    {
        RigKnowledge.Roads => "road-1",
        RigKnowledge.Water => "flood-1",
        RigKnowledge.CityHall => "card-1",
        RigKnowledge.Inspectorate => life.Deeds[0].Text!.Contains("suap", StringComparison.Ordinal) ? "bribe-1" : "kelas-laporan",
        _ => "-",
    };

    private sealed class Told(string rule)
    {
        public string Rule => rule;

        public string From { get; init; } = "";

        public string To { get; set; } = "";

        public bool Returned { get; set; }

        public bool Rerouted { get; set; }

        public bool Overturned { get; set; }

        public bool IsWrong => Returned || Rerouted || Overturned;
    }
}
