namespace Hub.Router.Units;

/// <summary>Why a report left a unit that ended: the explanation of a decision that nobody made anew (P7).</summary>
/// <param name="Ended">The last day of the unit, in Jakarta.</param>
/// <param name="To">Null when no unit carries on its work.</param>
internal sealed record Succession(string From, string FromName, DateOnly Ended, string? To, string? ToName)
{
    /// <summary>An outside addressee that has the work now; a person returns the report to its channel.</summary>
    public string? Outside { get; init; }

    /// <summary>For the history: both names as they were on the day.</summary>
    public string Reason => To is null
        ? $"{FromName} ({From}) berakhir pada {Ended:yyyy-MM-dd} {(Outside is null ? "tanpa unit penerus" : $"dan tugasnya ada pada {Outside}")}."
        : $"{FromName} ({From}) berakhir pada {Ended:yyyy-MM-dd}; laporan dilanjutkan oleh {ToName} ({To}).";

    /// <returns>Null for a unit that has not ended by the day.</returns>
    public static Succession? Of(UnitDirectory directory, string code, DateOnly today) => directory.Ended(code, today) is not { } last ? null
        : directory.Current(code, today) switch
        {
            { IsExternal: false } next => new Succession(code, last.Name, last.ValidTo!.Value, next.Code, next.Name),
            var outside => new Succession(code, last.Name, last.ValidTo!.Value, null, null) { Outside = outside?.Code },
        };
}
