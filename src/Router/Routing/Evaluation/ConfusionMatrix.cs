namespace Hub.Router.Routing;

/// <summary>A label and the answer that stands against it.</summary>
public readonly record struct LabelPair(string Gold, string? Answer);

/// <summary>One class of a matrix: how often it is the label, the answer, and both.</summary>
public sealed record ClassScore(string Label, int Gold, int Answered, int Found)
{
    public double Precision => Share(Found, Answered);

    public double Recall => Share(Found, Gold);

    public double F1 => Share(2 * Found, Gold + Answered);

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>How often each label was given each answer.</summary>
public sealed class ConfusionMatrix
{
    /// <summary>Stands for a row without an answer.</summary>
    public const string NoAnswer = "-";

    /// <summary>Classes with fewer rows say nothing about a router (routing-README).</summary>
    public const int SmallestClass = 5;

    private readonly int[,] counts;

    private ConfusionMatrix(IReadOnlyList<string> labels, int[,] counts) => (Labels, this.counts) = (labels, counts);

    /// <summary>Every label and answer that occurs: the most frequent labels first, no answer last.</summary>
    public IReadOnlyList<string> Labels { get; }

    public int Total => Enumerable.Range(0, Labels.Count).Sum(GoldOf);

    public int Right => Enumerable.Range(0, Labels.Count).Sum(label => counts[label, label]);

    public int this[int gold, int answer] => counts[gold, answer];

    public IEnumerable<ClassScore> Classes => Enumerable.Range(0, Labels.Count)
        .Where(label => Labels[label] is not NoAnswer)
        .Select(label => new ClassScore(Labels[label], GoldOf(label), AnsweredOf(label), counts[label, label]));

    public double MacroF1 => Classes.Where(score => score.Gold >= SmallestClass).Select(score => score.F1).DefaultIfEmpty().Average();

    public static ConfusionMatrix Of(IEnumerable<LabelPair> pairs)
    {
        var all = pairs.ToArray();
        string[] labels =
        [
            .. all.GroupBy(pair => pair.Gold).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key)
                .Concat(all.Select(pair => pair.Answer).OfType<string>().Order(StringComparer.Ordinal))
                .Concat(all.Where(pair => pair.Answer is null).Select(_ => NoAnswer))
                .Distinct(),
        ];
        var counts = new int[labels.Length, labels.Length];
        foreach (var pair in all)
        {
            counts[Array.IndexOf(labels, pair.Gold), Array.IndexOf(labels, pair.Answer ?? NoAnswer)]++;
        }

        return new ConfusionMatrix(labels, counts);
    }

    /// <summary>The same labels with as many rows, drawn from these with replacement.</summary>
    /// <param name="next">A number below its argument.</param>
    internal ConfusionMatrix Drawn(Func<int, int> next)
    {
        int[] cells = [.. Enumerable.Range(0, counts.Length).SelectMany(cell => Enumerable.Repeat(cell, counts[cell / Labels.Count, cell % Labels.Count]))];
        var drawn = new int[Labels.Count, Labels.Count];
        foreach (var _ in cells)
        {
            var cell = cells[next(cells.Length)];
            drawn[cell / Labels.Count, cell % Labels.Count]++;
        }

        return new ConfusionMatrix(Labels, drawn);
    }

    private int GoldOf(int label) => Enumerable.Range(0, Labels.Count).Sum(answer => counts[label, answer]);

    private int AnsweredOf(int label) => Enumerable.Range(0, Labels.Count).Sum(gold => counts[gold, label]);
}
