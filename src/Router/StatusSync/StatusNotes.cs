using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;

namespace Hub.Router.StatusSync;

/// <summary>What a citizen reads when the unit wrote nothing for them.</summary>
internal static class StatusNotes
{
    public static string For(ReportState state, Report report, UnitNames units) => state switch
    {
        ReportState.Received => $"Laporan Anda telah kami terima dengan nomor {report.Number}.",
        ReportState.Assigned => $"Laporan diteruskan ke {units.Of(report.Unit)}.",
        ReportState.Acknowledged => $"{units.Of(report.Unit)} telah menerima laporan Anda.",
        ReportState.InProgress => $"{units.Of(report.Unit)} sedang menindaklanjuti laporan Anda.",
        ReportState.WaitingReporter => "Kami memerlukan keterangan tambahan dari Anda.",
        ReportState.Answered => $"{units.Of(report.Unit)} telah menjawab laporan Anda.",
        ReportState.NotOurs => $"Laporan ini bukan kewenangan kementerian. Instansi yang disarankan: {units.Of(report.Addressee)}.",
        ReportState.Postponed => "Tindak lanjut laporan ditunda.",
        ReportState.Archived => "Laporan diarsipkan.",
        ReportState.Closed => "Laporan dinyatakan selesai.",
        ReportState.Reopened => "Laporan dibuka kembali.",
        _ => "Status laporan Anda berubah.",
    };
}
