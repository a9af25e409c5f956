namespace Hub.Benchmarks.Growth;

/// <summary>What of growth is measured; an empty list leaves its part out.</summary>
internal sealed record GrowthOptions
{
    /// <summary>What the one line of figures asks for.</summary>
    public static GrowthOptions Usual { get; } = new() { Stored = [10_000, 1_000_000] };

    /// <summary>Reports in the store.</summary>
    public IReadOnlyList<int> Stored { get; init; } = [];

    /// <summary>Kilobytes of one webhook.</summary>
    public IReadOnlyList<int> Bodies { get; init; } = [];

    public IReadOnlyList<int> Units { get; init; } = [];

    public SpikeSize? Spike { get; init; }

    /// <summary>Reports that wait, and how long is watched.</summary>
    public (int Reports, TimeSpan Longest)? Backlog { get; init; }
}
