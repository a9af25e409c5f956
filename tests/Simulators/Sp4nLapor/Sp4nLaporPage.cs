using System.Globalization;
using System.Text.Encodings.Web;

namespace Hub.Simulators.Sp4nLapor;

/// <summary>What the channel's operator sees: reports with their log, and every write that the hub sent.</summary>
internal static class Sp4nLaporPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1d2530}header{background:#a3161a;color:#fff;padding:16px 24px}header h1{font-size:20px;margin:0}
        main{max-width:1200px;margin:24px auto;padding:0 24px}section{background:#fff;border:1px solid #dfe3e8;border-radius:8px;margin-bottom:24px;overflow-x:auto}
        h2{font-size:16px;margin:0;padding:14px 16px;border-bottom:1px solid #dfe3e8}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:8px 16px;border-bottom:1px solid #eef0f3}
        th{font-size:13px;color:#5b6673;font-weight:600}td small{color:#5b6673}.tag{background:#eef0f3;border-radius:10px;padding:1px 8px;white-space:nowrap}.empty{padding:16px;color:#5b6673;margin:0}ul{margin:0;padding-left:18px}
        """;

    public static string Write(Sp4nLaporDesk desk, Sp4nLaporSetup setup)
    {
        var (reports, writes) = (desk.Reports, desk.Writes);
        return $"""
            <!doctype html>
            <html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Simulasi SP4N-LAPOR!</title><style>{Style}</style></head>
            <body><header><h1>Simulasi SP4N-LAPOR!</h1><small>Instansi {Text(setup.AgencyId)} · {reports.Count} laporan · {writes.Count} kiriman dari hub · <a style="color:#fff" href="/export.xlsx">Unduh Excel</a></small></header><main>
            <section><h2>Laporan</h2>{Table(["Tracking ID", "Masuk", "Judul dan isi", "Status", "Tindak lanjut"], reports.Select(Report), "Belum ada laporan.")}</section>
            <section><h2>Kiriman dari hub</h2>{Table(["Waktu", "Tracking ID", "Jenis", "Isi", "Operasi", "Jawaban"], writes.Reverse().Select(Sent), "Belum ada kiriman.")}</section>
            <section><h2>Gangguan yang dibuat</h2>{Table(["Jenis", "Jumlah"], Faults(setup), "Tidak ada.")}</section>
            </main></body></html>
            """;
    }

    private static string Report(Sp4nLaporReport report) => Row(
        Text(report.TrackingId),
        Time(report.CreatedAt),
        $"<strong>{Text(report.Submission.Title)}</strong><br>{Text(report.ContentFinal ?? report.Submission.Content)}<br><small>{Text(report.Submission.Anonymous ? "Anonim" : report.Submission.ReporterName)}{(report.Submission.Secret ? " · Rahasia" : "")} · {Text(report.Submission.Regency)}, {Text(report.Submission.Province)}</small>",
        $"<span class=\"tag\">{Text(report.Status)}</span>{(report.StatusReason is { } reason ? $"<br><small>{Text(reason)}</small>" : "")}",
        report.Log.Count == 0 ? "–" : $"<ul>{string.Concat(report.Log.ToArray().Select(entry => $"<li><small>{Time(entry.At)} · {Text(entry.By)}</small><br>{Text(entry.Note)}</li>"))}</ul>");

    private static string Sent(Sp4nLaporWrite write) => Row(
        Time(write.At),
        Text(write.TrackingId),
        $"{Text(write.Kind)}{(write.Done ? " · selesai" : "")}",
        $"{Text(write.Note)}{(write.Addressee is { } addressee ? $"<br><small>Kepada: {Text(addressee)}</small>" : "")}",
        $"<small>{Text(write.OperationId)}</small>",
        $"{write.Answer}{(write.Repeat ? " <span class=\"tag\">ulangan</span>" : "")}");

    private static IEnumerable<string> Faults(Sp4nLaporSetup setup) =>
        (setup.Faults?.Counts ?? new Dictionary<string, int>()).Select(fault => Row(Text(fault.Key), fault.Value.ToString(CultureInfo.InvariantCulture)));

    private static string Table(string[] heads, IEnumerable<string> rows, string empty)
    {
        var body = string.Concat(rows);
        return body.Length == 0
            ? $"<p class=\"empty\">{empty}</p>"
            : $"<table><thead><tr>{string.Concat(heads.Select(head => $"<th>{head}</th>"))}</tr></thead><tbody>{body}</tbody></table>";
    }

    private static string Row(params IEnumerable<string> cells) => $"<tr>{string.Concat(cells.Select(cell => $"<td>{cell}</td>"))}</tr>";

    private static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd HH:mm 'WIB'", CultureInfo.InvariantCulture);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
