namespace Hub.Faults.Tests.PowerLoss;

/// <summary>A row whose commit was acknowledged, and when its sender knew.</summary>
internal sealed record Acknowledged(string Key, DateTimeOffset At);

/// <param name="Damaged">Images whose store is not in order.</param>
/// <param name="Losing">Images that lack a row acknowledged before the cut.</param>
/// <param name="Rows">Rows acknowledged at the latest cut.</param>
internal sealed record CutReport(int Images, int Damaged, int Losing, int Rows, string? First)
{
    public override string ToString() => $"{Images} images, {Damaged} damaged, {Losing} without an acknowledged row, {Rows} rows acknowledged. {First}";
}

/// <summary>Cuts the power after calls of a trace, and looks at what is left (RELIABILITY 3.6).</summary>
internal sealed class PowerCuts(string store, int seed)
{
    private readonly Random random = new(seed);
    private readonly Disk disk = new();
    private CutReport report = new(0, 0, 0, 0, null);

    /// <summary>Files besides the store that must be whole as soon as a row is acknowledged.</summary>
    public IReadOnlyDictionary<string, byte[]> Needed { get; init; } = new Dictionary<string, byte[]>();

    /// <param name="most">Images to make; the calls are chosen evenly by the seed.</param>
    public CutReport Run(IReadOnlyList<TracedCall> calls, IReadOnlyList<Acknowledged> acknowledged, int most)
    {
        var waiting = new Queue<Acknowledged>(acknowledged.OrderBy(row => row.At));
        HashSet<string> known = [];
        var share = Math.Min(1.0, most / 2.0 / calls.Count);
        using var bare = new StoreImage();
        using var torn = new StoreImage();
        foreach (var (index, call) in calls.Index())
        {
            disk.Apply(call);

            // The disk stays like this until the next call: who heard of a commit by then may rely on it.
            while (waiting.TryPeek(out var row) && (index == calls.Count - 1 || row.At < calls[index + 1].At))
            {
                known.Add(waiting.Dequeue().Key);
            }

            if (random.NextDouble() < share || index == calls.Count - 1)
            {
                Look([(bare, disk.Bare()), (torn, disk.Torn(random))], known);
            }
        }

        return report with { Rows = known.Count };
    }

    /// <summary>Opened side by side, written down in their order.</summary>
    private void Look((StoreImage Image, IReadOnlyDictionary<string, byte[]> Files)[] cuts, HashSet<string> known)
    {
        var verdicts = new ImageVerdict[cuts.Length];
        Parallel.For(0, cuts.Length, index => verdicts[index] = cuts[index].Image.Judge(cuts[index].Files, store));
        foreach (var (cut, verdict) in cuts.Zip(verdicts))
        {
            Write(cut.Files, verdict, known);
        }
    }

    private void Write(IReadOnlyDictionary<string, byte[]> files, ImageVerdict verdict, HashSet<string> known)
    {
        var missing = known.Count(key => !verdict.Keys.Contains(key));
        var damage = verdict.Damage ?? (known.Count > 0 ? Incomplete(files) : null);
        report = report with
        {
            Images = report.Images + 1,
            Damaged = report.Damaged + (damage is null ? 0 : 1),
            Losing = report.Losing + (missing == 0 ? 0 : 1),
            First = report.First ?? (damage is null && missing == 0 ? null : $"First: image {report.Images + 1}, {missing} of {known.Count} rows missing, {damage ?? "store in order"}."),
        };
    }

    private string? Incomplete(IReadOnlyDictionary<string, byte[]> files) =>
        Needed.FirstOrDefault(need => !files.TryGetValue(need.Key, out var bytes) || !bytes.AsSpan().SequenceEqual(need.Value)).Key is { } name ? $"{name} is not whole" : null;
}
