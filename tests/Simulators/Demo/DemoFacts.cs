using Hub.Simulators.Units;

namespace Hub.Simulators.Demo;

/// <summary>Both sides of the story: what citizens, channels and units know, and what the hub says.</summary>
internal sealed record DemoFacts(IReadOnlyList<SentReport> Sent, IReadOnlyList<HubReport> Hub, IReadOnlyList<LedgerEntry> Ledger, IReadOnlyList<UnitAnswer> Answers)
{
    /// <summary>What went wrong at a desk or a receiver while the demo ran.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];
}

/// <summary>What the comparison found.</summary>
internal sealed record DemoVerdict(int Reports, int Assigned, int NotOurs, int Triage, int Synced, int Lost, int Doubled, IReadOnlyList<string> Problems)
{
    public bool AddsUp => Problems.Count == 0 && Lost == 0 && Doubled == 0 && Synced == Reports && Assigned + NotOurs + Triage == Reports;

    public override string ToString() =>
        $"demo: reports={Reports} assigned={Assigned} not_ours={NotOurs} triage={Triage} synced={Synced} lost={Lost} doubled={Doubled}";
}
