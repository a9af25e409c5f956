using Hub.Simulators.Units;

namespace Hub.Simulators.Demo;

/// <summary>One report with everything that is known of it from both sides.</summary>
internal sealed record DemoCase(SentReport Sent, HubReport Hub, IReadOnlyList<LedgerEntry> Ledger, IReadOnlyList<UnitAnswer> Answers)
{
    public override string ToString() => $"{Sent.Report.Id} {Hub.Number} ({Sent.Channel}, {Hub.State})";
}

/// <summary>Counts while the comparison goes on.</summary>
internal sealed class DemoTally
{
    private readonly Dictionary<HubPlace, int> places = [];
    private int lost;
    private int doubled;

    public List<string> Problems { get; } = [];

    public int Synced { get; set; }

    /// <summary>Grows with everything that is found to be wrong.</summary>
    public int Findings => Problems.Count;

    /// <returns>False when nobody has decided on it yet, so that there is nothing more to compare.</returns>
    public bool Count(DemoCase one)
    {
        var place = HubWords.PlaceOf(one.Hub);
        places[place] = places.GetValueOrDefault(place) + 1;
        if (place is HubPlace.Undecided)
        {
            Problems.Add($"{one} is neither with a unit, nor returned, nor in triage.");
        }

        return place is not HubPlace.Undecided;
    }

    public void Lose(string what)
    {
        lost++;
        Problems.Add(what);
    }

    public void Double(string what)
    {
        doubled++;
        Problems.Add(what);
    }

    public DemoVerdict Verdict(int reports) => new(
        reports,
        places.GetValueOrDefault(HubPlace.Assigned),
        places.GetValueOrDefault(HubPlace.NotOurs),
        places.GetValueOrDefault(HubPlace.Triage),
        Synced,
        lost,
        doubled,
        Problems);
}
