using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence;
using Hub.Router.Reconciliation;
using static Hub.Router.Accountability.ClockSql;

namespace Hub.Router.Accountability;

/// <summary>hub report backlog: what is open now (tunggakan), which clock it has missed, and for how long.</summary>
internal sealed class BacklogFigures(WorkCalendars calendars)
{
    /// <summary>The steps of the law: 5, 14 and 60 working days (DOMAIN 2.4).</summary>
    private static readonly int[] Ages = [5, 14, 60];

    public static readonly IReadOnlyList<FigureMeasure> Measures =
    [
        FigureMeasure.Sum("open", "Masih terbuka"),
        FigureMeasure.Sum("undecided", "Belum terdisposisi", id: "undecided"),
        FigureMeasure.Sum("waiting", "Menunggu pelapor", id: "waitingReporter"),
        FigureMeasure.Sum("answered", "Sudah dijawab, belum ditutup"),
        FigureMeasure.Sum("verify_past", "Lewat batas verifikasi", id: "pastVerify"),
        FigureMeasure.Sum("response_past", "Lewat batas tindak lanjut", id: "pastFollowUp"),
        FigureMeasure.Sum("completion_past", "Lewat batas penyelesaian", id: "pastCompletion"),
        FigureMeasure.Sum("past", "Tunggakan (lewat salah satu batas)", id: "openPastLimit"),
        FigureMeasure.Sum("age0", "Terlambat sampai 5 hari kerja", id: "lateTo5"),
        FigureMeasure.Sum("age1", "Terlambat 6–14 hari kerja", id: "late6To14"),
        FigureMeasure.Sum("age2", "Terlambat 15–60 hari kerja", id: "late15To60"),
        FigureMeasure.Sum("age3", "Terlambat lebih dari 60 hari kerja", id: "lateOver60"),
        new(new FigureColumn("oldestDue", "Batas terlewat paling lama", FigureKind.Day), sums => sums.Find("min_missed")),
    ];

    public Task CountAsync(HubDbContext db, FigureScope scope, FigureRows rows, CancellationToken cancellationToken)
    {
        var line = new WorkingDayLine(calendars.Now);
        IEnumerable<(string, object)> edges = Ages.Select((age, index) => ($"@edge{index}", (object)Jakarta.Begin(line.EarliestWithin(age, scope.Now)).UtcDateTime));
        return db.SumAsync((Open(scope), [.. scope.Values(), ("@now", scope.Now.UtcDateTime), .. edges]), rows, cancellationToken);
    }

    private static string Open(FigureScope scope) =>
        $"""
        SELECT key, COUNT(*) AS open, {Count("state IN ('Received', 'Triage', 'ReturnedByUnit')")} AS undecided,
          {Count("paused = 1")} AS waiting, {Count("state = 'Answered'")} AS answered,
          SUM(verify_past) AS verify_past, SUM(response_past) AS response_past, SUM(completion_past) AS completion_past, {Count("missed IS NOT NULL")} AS past,
          {Count("missed >= @edge0")} AS age0, {Count("missed >= @edge1 AND missed < @edge0")} AS age1,
          {Count("missed >= @edge2 AND missed < @edge1")} AS age2, {Count("missed < @edge2")} AS age3,
          {scope.Sql.Epoch("MIN(missed)")} AS min_missed
        FROM (
          SELECT {scope.Key("r.unit")} AS key, r.state AS state, CASE WHEN c.paused_at IS NULL THEN 0 ELSE 1 END AS paused,
            CASE WHEN {Past("verify")} THEN 1 ELSE 0 END AS verify_past, CASE WHEN {Past("response")} THEN 1 ELSE 0 END AS response_past,
            CASE WHEN {Past("completion")} THEN 1 ELSE 0 END AS completion_past, {FirstMissed} AS missed
          FROM reports r JOIN report_clocks c ON c.report_id = r.id
          WHERE {scope.Where("r.unit")} AND {Counted} AND c.ended_at IS NULL) AS opened
        GROUP BY 1
        """;
}
