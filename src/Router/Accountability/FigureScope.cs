using Hub.Router.Reconciliation;

namespace Hub.Router.Accountability;

/// <summary>Which reports a figure counts, and what it groups them by, in the words of the engine.</summary>
/// <remarks>All figures count the same reports: those that their channel received in the period (Jakarta days), found by one index.</remarks>
internal sealed record FigureScope(FigureDialect Sql, FigureKey By, string? Unit, DateTimeOffset Now)
{
    /// <summary>Before the first report there can be: stands for "all that ever came".</summary>
    private static readonly DateOnly Beginning = new(2000, 1, 1);

    public DateOnly? From { get; init; }

    public required DateOnly To { get; init; }

    /// <param name="unit">Where the unit stands that the row is about.</param>
    public string Key(string unit, string channel = "r.channel") => By switch
    {
        FigureKey.Unit => $"COALESCE({unit}, '-')",
        FigureKey.Class => "r.class",
        FigureKey.Channel => channel,
        _ => Sql.Month("r.received_at"),
    };

    public string Where(string unit) => $"r.received_at >= @from AND r.received_at < @to{(Unit is null ? "" : $" AND {unit} = @unit")}";

    public IReadOnlyList<(string Name, object Value)> Values()
    {
        var values = new List<(string, object)>
        {
            ("@from", Jakarta.Begin(From ?? Beginning).UtcDateTime),
            ("@to", Jakarta.Begin(To.AddDays(1)).UtcDateTime),
        };
        if (Unit is { } unit)
        {
            values.Add(("@unit", unit));
        }

        return values;
    }
}
