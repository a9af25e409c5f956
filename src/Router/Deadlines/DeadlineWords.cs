using System.Globalization;
using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Deadlines;

/// <summary>What a report's history says of its clocks.</summary>
internal static class DeadlineWords
{
    public static string Begun(ReportClock clock, ClassLimits limits)
    {
        var kind = limits.CountsAs is { } other ? $"{Name(clock.Class)}, dihitung sebagai {Name(other)}" : Name(clock.Class);
        return $"Batas waktu: verifikasi {At(clock.VerifyDue, clock.Zone)}, tindak lanjut pertama {At(clock.ResponseDue, clock.Zone)}, penyelesaian {At(clock.CompletionDue, clock.Zone)} ({kind}; aturan {clock.Rules}, kalender {clock.Calendar}).";
    }

    /// <param name="why">Added at the end; null when the change speaks for itself.</param>
    /// <returns>Null when a reader would see no difference.</returns>
    public static string? Difference(ReportClock before, ReportClock after, string? why = null)
    {
        List<string?> parts =
        [
            before.PausedAt is null && after.PausedAt is { } since ? $"jeda sejak {At(since, after.Zone)}" : null,
            before.PausedAt is { } from && after.PausedAt is null ? $"jeda sejak {At(from, after.Zone)} berakhir" : null,
            .. Parts(ClockNames.Verify, (before.VerifyDue, before.VerifyAt), (after.VerifyDue, after.VerifyAt), after.Zone),
            .. Parts(ClockNames.Response, (before.ResponseDue, before.ResponseAt), (after.ResponseDue, after.ResponseAt), after.Zone),
            .. Parts(ClockNames.Completion, (before.CompletionDue, before.CompletionAt), (after.CompletionDue, after.CompletionAt), after.Zone),
            .. Parts(ClockNames.Close, (before.CloseDue, before.CloseAt), (after.CloseDue, after.CloseAt), after.Zone),
            before.EndedAt is null && after.EndedAt is not null ? "semua waktu berhenti" : null,
        ];
        var said = string.Join("; ", parts.OfType<string>());
        return said.Length == 0 ? null : $"{char.ToUpperInvariant(said[0])}{said[1..]}{(why is null ? "" : $" ({why})")}.";
    }

    public static string Acted(DeadlineAct act, (string Zone, string? Told) world)
    {
        var (clock, due) = (ClockNames.Shown(act.Clock), At(act.DueAt, world.Zone));
        var told = world.Told is { } name ? $"{name} diberi tahu" : "tidak ada unit yang dapat diberi tahu";
        return act.Step switch
        {
            StepNames.Warning => $"Peringatan: batas {clock} {due}; {told}.",
            StepNames.Breach => $"Lewat batas: {clock} {due}; {told}.",
            _ => $"Eskalasi tingkat {StepNames.LevelOf(act.Step)}: {clock} {due} terlewati {act.LateByDays} hari kerja; {told}.",
        };
    }

    /// <summary>An instant on the clock of the office, with the name of its zone.</summary>
    public static string At(DateTimeOffset? instant, string zone) => instant is { } at
        ? $"{at.ToOffset(OfficeZones.OffsetOf(zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {Short(zone)}"
        : "-";

    private static IEnumerable<string> Parts(string clock, (DateTimeOffset? Due, DateTimeOffset? At) before, (DateTimeOffset? Due, DateTimeOffset? At) after, string zone)
    {
        var name = ClockNames.Shown(clock);
        if (before.Due != after.Due)
        {
            yield return (before.Due, after.Due) switch
            {
                (null, _) => $"batas {name} {At(after.Due, zone)}",
                (_, null) => $"{name} dihentikan",
                _ => $"batas {name} bergeser dari {At(before.Due, zone)} ke {At(after.Due, zone)}",
            };
        }

        if (before.At != after.At)
        {
            yield return after.At is { } met ? $"{name} tercapai {At(met, zone)}{(met > after.Due ? ", terlambat" : "")}" : $"{name} berjalan lagi, batas {At(after.Due, zone)}";
        }
    }

    private static string Name(ReportClass kind) => kind switch
    {
        ReportClass.Unclassified => "belum berkelas",
        ReportClass.Complaint => "pengaduan tidak berkadar pengawasan",
        ReportClass.SupervisoryComplaint => "pengaduan berkadar pengawasan",
        ReportClass.Aspiration => "aspirasi",
        _ => "permintaan informasi",
    };

    private static string Short(string zone) => OfficeZones.OffsetOf(zone).Hours switch
    {
        7 => "WIB",
        8 => "WITA",
        _ => "WIT",
    };
}
