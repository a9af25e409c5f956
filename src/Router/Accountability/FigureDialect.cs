using Hub.Router.Persistence;

namespace Hub.Router.Accountability;

/// <summary>Where the two engines speak of time in different words. Days and months are those of Jakarta, which has no summer time.</summary>
/// <param name="IsPostgres">Otherwise SQLite.</param>
internal sealed record FigureDialect(bool IsPostgres)
{
    public static FigureDialect Of(HubDbContext db) => new(db.HasArrays);

    public string Month(string instant) => Written(instant, "YYYY-MM", "%Y-%m");

    public string Day(string instant) => Written(instant, "YYYY-MM-DD", "%Y-%m-%d");

    /// <summary>Seconds since midnight in Jakarta.</summary>
    public string SecondOfDay(string instant) => IsPostgres
        ? $"CAST(EXTRACT(EPOCH FROM CAST({instant} AT TIME ZONE 'Asia/Jakarta' AS time)) AS double precision)"
        : $"((julianday({instant}, '+7 hours') - julianday({Day(instant)})) * 86400.0)";

    public string Seconds(string from, string to) => IsPostgres
        ? $"CAST(EXTRACT(EPOCH FROM ({to} - {from})) AS double precision)"
        : $"((julianday({to}) - julianday({from})) * 86400.0)";

    /// <summary>Seconds since 1970.</summary>
    public string Epoch(string instant) => IsPostgres
        ? $"CAST(EXTRACT(EPOCH FROM {instant}) AS double precision)"
        : $"((julianday({instant}) - 2440587.5) * 86400.0)";

    /// <summary>A word of a stored JSON object; null when it is not there.</summary>
    public string Field(string json, string name) => IsPostgres ? $"(CAST(NULLIF({json}, '') AS jsonb) ->> '{name}')" : $"json_extract(NULLIF({json}, ''), '$.{name}')";

    private string Written(string instant, string postgres, string sqlite) => IsPostgres
        ? $"to_char({instant} AT TIME ZONE 'Asia/Jakarta', '{postgres}')"
        : $"strftime('{sqlite}', {instant}, '+7 hours')";
}
