using System.Collections.Frozen;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>LAPOR!'s status words and ours (DOMAIN 2.3). A word that is not here is reported, never guessed.</summary>
internal static class Sp4nLaporStatusMap
{
    /// <summary>Words of work in progress are known and leave our state alone: the hub knows better where a report stands.</summary>
    private static readonly FrozenDictionary<string, Meaning> ToHub = Sp4nLaporWords.Table(new Dictionary<string, Meaning>
    {
        ["Belum terdisposisi"] = new(null),
        ["Belum terverifikasi"] = new(null),
        ["Belum diverifikasi"] = new(null),
        ["Terverifikasi"] = new(null),
        ["Terdisposisi"] = new(null),
        ["Terdisposisi, belum ditindaklanjuti"] = new(null),
        ["Belum ditindaklanjuti"] = new(null),
        ["Dalam proses"] = new(null),
        ["Ditindaklanjuti"] = new(null),
        ["Ditindaklanjuti oleh Instansi"] = new(null),
        ["Ditanggapi oleh Pelapor"] = new(null),
        ["received"] = new(null),
        ["unverified"] = new(null),
        ["dispositioned"] = new(null),
        ["in_progress"] = new(null),
        ["answered"] = new(null),
        ["Menunggu kelengkapan informasi"] = new(ReportState.WaitingReporter),
        ["Ditunda"] = new(ReportState.Postponed),
        ["Tunda"] = new(ReportState.Postponed),
        ["postponed"] = new(ReportState.Postponed),
        ["Bukan kewenangan"] = new(ReportState.NotOurs),
        ["Bukan wewenang"] = new(ReportState.NotOurs),
        ["returned_not_authority"] = new(ReportState.NotOurs),
        ["Diarsipkan"] = new(ReportState.Archived),
        ["archived"] = new(ReportState.Archived),
        ["Selesai"] = new(ReportState.Closed),
        ["Ditutup oleh Admin"] = new(ReportState.Closed),
        ["Ditutup oleh Sistem"] = new(ReportState.Closed),
        ["Ditutup oleh Pelapor"] = new(ReportState.Closed),
        ["closed_by_admin"] = new(ReportState.Closed),
        ["closed_by_system"] = new(ReportState.Closed),
        ["Dihapus"] = new(ReportState.Withdrawn),
        ["Ditarik"] = new(ReportState.Withdrawn),
        ["Ditarik oleh Pelapor"] = new(ReportState.Withdrawn),
        ["Dibuka kembali"] = new(ReportState.Reopened),
        ["reopened"] = new(ReportState.Reopened),
    });

    /// <summary>What is done at LAPOR! for each of our states (A1 to A4, DOMAIN 2.2); a state that is not here is not shown there.</summary>
    public static readonly FrozenDictionary<ReportState, Sp4nLaporStep> FromHub = new Dictionary<ReportState, Sp4nLaporStep>
    {
        [ReportState.Assigned] = new("verify", false, "Verifikasi dan disposisi") { Instead = "dispose" },
        [ReportState.InProgress] = new(null, false, "Dalam proses"),
        [ReportState.WaitingReporter] = new(null, false, "Menunggu kelengkapan informasi"),
        [ReportState.Answered] = new(null, true, "Tindak lanjut selesai"),
        [ReportState.Closed] = new(null, true, "Selesai"),
        [ReportState.NotOurs] = new("not_authority", false, "Bukan kewenangan"),
        [ReportState.Postponed] = new("postpone", false, "Tunda"),
        [ReportState.Archived] = new("archive", false, "Arsipkan"),
    }.ToFrozenDictionary();

    /// <summary>In the order in which a report passes them.</summary>
    public static readonly IReadOnlyList<ReportState> Shown = [.. FromHub.Keys.Order()];

    /// <returns>Null for a word that is not in the table.</returns>
    public static Meaning? Read(string word) => ToHub.GetValueOrDefault(Sp4nLaporWords.Key(word));

    /// <param name="State">Null leaves our state alone.</param>
    public sealed record Meaning(ReportState? State);
}

/// <param name="Action">The action to call; null means a follow-up that the citizen reads.</param>
/// <param name="Word">What staff choose in LAPOR! when they type it by hand.</param>
internal sealed record Sp4nLaporStep(string? Action, bool Done, string Word)
{
    /// <summary>The action for a report that is past <see cref="Action"/>: a verified report that goes to another unit is disposed again.</summary>
    public string? Instead { get; init; }
}
