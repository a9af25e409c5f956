namespace Hub.Router.Accountability;

/// <summary>A column and how its value comes out of the sums of a row; the total is made the same way from the sums of all rows.</summary>
internal sealed record FigureMeasure(FigureColumn Column, Func<FigureSums, double?> Value)
{
    public static FigureMeasure Sum(string sum, string name, bool shown = true, string? id = null) =>
        new(new FigureColumn(id ?? sum, name, FigureKind.Count, shown), sums => sums[sum]);

    /// <summary>A share with the two numbers it is made of.</summary>
    public static IReadOnlyList<FigureMeasure> Part(string id, string name, string part, string whole) =>
    [
        new(new FigureColumn($"{id}Share", name, FigureKind.Share), sums => sums.Share(part, whole)),
        new(new FigureColumn($"{id}InLimit", $"{name} (pembilang)", FigureKind.Count, false), sums => sums[part]),
        new(new FigureColumn($"{id}Judged", $"{name} (penyebut)", FigureKind.Count, false), sums => sums[whole]),
    ];
}
