using System.Globalization;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence;
using Microsoft.Extensions.Options;
using static Hub.Router.Accountability.ClockSql;

namespace Hub.Router.Accountability;

/// <summary>hub report sla: what was done in time, and what came of it (PEKPPP, SP4N road map, DOMAIN 2.6).</summary>
internal sealed class SlaFigures(WorkCalendars calendars, IOptions<FigureOptions> options)
{
    public static readonly IReadOnlyList<FigureMeasure> Measures =
    [
        FigureMeasure.Sum("reports", "Laporan diterima"),
        .. FigureMeasure.Part("verified", "Diverifikasi dalam 3 hari kerja", "verify_in", "verify_judged"),
        .. FigureMeasure.Part("followedUp", "Tindak lanjut pertama dalam 5 hari kerja", "response_in", "response_judged"),
        .. FigureMeasure.Part("completed", "Selesai dalam batas waktu jenis", "completion_in", "completion_judged"),
        new(new FigureColumn("meanFollowUpDays", "Rata-rata waktu tindak lanjut (hari kerja)", FigureKind.WorkingDays), sums => sums["followed"] > 0 ? sums["days"] / sums["followed"] : null),
        FigureMeasure.Sum("followed", "Sudah ditindaklanjuti", shown: false),
        FigureMeasure.Sum("open", "Masih terbuka"),
        FigureMeasure.Sum("past", "Terbuka lewat batas", id: "openPastLimit"),
        FigureMeasure.Sum("returned", "Dikembalikan unit"),
        FigureMeasure.Sum("reopened", "Dibuka kembali"),
        FigureMeasure.Sum("auto_closed", "Ditutup otomatis tanpa balasan", id: "autoClosed"),
        FigureMeasure.Sum("auto_unanswered", "Ditutup otomatis tanpa tindak lanjut unit", id: "autoClosedUnanswered"),
        FigureMeasure.Sum("unclocked", "Tanpa hitungan waktu", shown: false, id: "withoutClock"),
    ];

    public async Task CountAsync(HubDbContext db, FigureScope scope, FigureRows rows, CancellationToken cancellationToken)
    {
        var words = options.Value.Words;
        IReadOnlyList<(string Name, object Value)> values = [.. scope.Values(), .. words.Select((word, index) => ($"@word{index}", (object)word.ToLowerInvariant()))];
        var autoClosed = AutoClosed(string.Join(", ", words.Select((_, index) => $"@word{index}")));

        await db.SumAsync((Clocks(scope, autoClosed), [.. values, ("@now", scope.Now.UtcDateTime)]), rows, cancellationToken);
        await db.SumAsync((Moves(scope), scope.Values()), rows, cancellationToken);
        await FollowUpAsync(db, scope, rows, cancellationToken);
    }

    private static string Clocks(FigureScope scope, string autoClosed) =>
        $"""
        SELECT {scope.Key("r.unit")} AS key, COUNT(*) AS reports,
          {Count("c.report_id IS NULL")} AS unclocked,
          {Count(Judged("verify"))} AS verify_judged, {Count(InLimit("verify"))} AS verify_in,
          {Count($"{Owed} AND {Judged("response")}")} AS response_judged, {Count($"{Owed} AND {InLimit("response")}")} AS response_in,
          {Count($"{Owed} AND {Judged("completion")}")} AS completion_judged,
          {Count($"{Owed} AND {InLimit("completion")} AND NOT (c.response_at IS NULL AND {autoClosed})")} AS completion_in,
          {Count("c.report_id IS NOT NULL AND c.ended_at IS NULL")} AS open, {Count(PastAny)} AS past,
          {Count(autoClosed)} AS auto_closed, {Count($"c.response_at IS NULL AND {autoClosed}")} AS auto_unanswered
        FROM reports r LEFT JOIN report_clocks c ON c.report_id = r.id
        WHERE {scope.Where("r.unit")} AND {Counted} GROUP BY 1
        """;

    /// <summary>A return counts for the unit that gave the report back, not for the one that has it now.</summary>
    private static string Moves(FigureScope scope) =>
        $"""
        SELECT {scope.Key("t.\"by\"")} AS key, COUNT(*) AS returned, 0 AS reopened
        FROM reports r JOIN timeline t ON t.report_id = r.id
        WHERE {scope.Where("t.\"by\"")} AND {Counted} AND t.kind = 'state' AND t.state = 'ReturnedByUnit' GROUP BY 1
        UNION ALL
        SELECT {scope.Key("r.unit")}, 0, COUNT(*)
        FROM reports r JOIN timeline t ON t.report_id = r.id
        WHERE {scope.Where("r.unit")} AND {Counted} AND t.kind = 'state' AND t.state = 'Reopened' GROUP BY 1
        """;

    /// <summary>Days and times of day added up by the engine, working days by the calendar: a row for each key and day, not for each report.</summary>
    private async Task FollowUpAsync(HubDbContext db, FigureScope scope, FigureRows rows, CancellationToken cancellationToken)
    {
        var line = new WorkingDayLine(calendars.Now);
        await db.EachAsync(
            (FollowUps(scope), scope.Values()),
            reader =>
            {
                var (sign, count, seconds) = (reader.GetInt32(2), reader.GetInt64(3), reader.GetDouble(4));
                var sums = rows.Of(reader.GetString(0));
                sums.Add("days", sign * line.Sum(DateOnly.ParseExact(reader.GetString(1), "yyyy-MM-dd", CultureInfo.InvariantCulture), count, seconds));
                sums.Add("followed", sign > 0 ? count : 0);
            },
            cancellationToken);
    }

    private static string FollowUps(FigureScope scope)
    {
        var sql = scope.Sql;
        return $"{Ends("c.response_at", 1)} UNION ALL {Ends("r.received_at", -1)}";

        string Ends(string instant, int sign) =>
            $"""
            SELECT {scope.Key("r.unit")} AS key, {sql.Day(instant)} AS day, {sign} AS sign, COUNT(*) AS n, SUM({sql.SecondOfDay(instant)}) AS seconds
            FROM reports r JOIN report_clocks c ON c.report_id = r.id
            WHERE {scope.Where("r.unit")} AND {Counted} AND {Owed} AND c.response_at >= r.received_at GROUP BY 1, 2
            """;
    }
}
