namespace Hub.Router.Accountability;

/// <summary>What a column holds, and so how it is written.</summary>
public enum FigureKind
{
    Count,

    /// <summary>From 0 to 1.</summary>
    Share,

    /// <summary>Working days, with a fraction.</summary>
    WorkingDays,

    Seconds,

    /// <summary>A day in Jakarta, as seconds since 1970 of its begin.</summary>
    Day,
}

/// <param name="Id">For machines; never changes its meaning.</param>
/// <param name="Name">As PAN-RB and the Ombudsman name it (deploy/FIGURES.md).</param>
/// <param name="Shown">False for what only explains another column: it is left out of the table at a terminal.</param>
public sealed record FigureColumn(string Id, string Name, FigureKind Kind, bool Shown = true);

/// <param name="Key">A unit's code, a class, a channel, a month; "-" where the report has none.</param>
/// <param name="Values">One for each column; null where there is nothing to divide by.</param>
public sealed record FigureRow(string Key, string Name, IReadOnlyList<double?> Values)
{
    /// <summary>For routing: the rule set that decided.</summary>
    public string? RuleSet { get; init; }
}

/// <summary>One accountability report as it stands at an instant, in rows by unit, class, channel or month, with their total.</summary>
/// <param name="From">First day of receipt in Jakarta, inclusive; null for all that ever came.</param>
/// <param name="To">Last day of receipt in Jakarta, inclusive.</param>
public sealed record FigureTable(string Name, DateOnly? From, DateOnly To, FigureKey By, string? Unit, DateTimeOffset AsOf)
{
    public required IReadOnlyList<FigureColumn> Columns { get; init; }

    public required IReadOnlyList<FigureRow> Rows { get; init; }

    public required FigureRow Total { get; init; }
}

/// <summary>What the rows of a figure stand for.</summary>
public enum FigureKey
{
    Unit,
    Class,
    Channel,
    Month,
}

/// <summary>What is asked for, as a person typed it.</summary>
/// <param name="From">yyyy-MM-dd, a day in Jakarta.</param>
public sealed record FigureAsk(string Name, string? From = null, string? To = null, string? Unit = null, string? By = null);

/// <summary>What became of a question for figures. The two cases are the whole list.</summary>
public abstract record FigureAnswer
{
    private FigureAnswer()
    {
    }

    public sealed record Shown(FigureTable Table) : FigureAnswer;

    /// <summary>The question cannot be answered; the text says what is wrong with it and what to write instead.</summary>
    public sealed record Refused(string Reason) : FigureAnswer;
}
