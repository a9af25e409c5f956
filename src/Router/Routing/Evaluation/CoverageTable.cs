namespace Hub.Router.Routing;

/// <summary>What would be decided without a person if everything from one confidence on were.</summary>
/// <param name="Decided">Rows with an answer of that confidence.</param>
/// <param name="Right">Of these, answers that are the label's unit or acceptable.</param>
public sealed record CoverageRow(double Threshold, int Decided, int Right)
{
    public double Precision => Decided == 0 ? 0 : (double)Right / Decided;
}

/// <summary>How much the router can take over at which precision: what the thresholds of routing.yaml are chosen by.</summary>
public static class CoverageTable
{
    private static readonly double[] Thresholds = [0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.98, 0.99];

    public static IReadOnlyList<CoverageRow> Of(IReadOnlyList<JudgedReport> reports) =>
        [.. Thresholds.Select(threshold => Row(threshold, [.. reports.Where(report => report.Answer.Unit is not null && report.Answer.Confidence >= threshold)]))];

    private static CoverageRow Row(double threshold, JudgedReport[] decided) => new(threshold, decided.Length, decided.Count(report => report.IsAcceptable));
}
