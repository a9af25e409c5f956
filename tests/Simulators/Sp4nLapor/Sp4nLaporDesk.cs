using System.Globalization;

namespace Hub.Simulators.Sp4nLapor;

/// <summary>LAPOR!'s memory: reports, their logs, and every write that a hub sent. All calls are safe from several threads.</summary>
public sealed class Sp4nLaporDesk(Sp4nLaporSetup setup)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Sp4nLaporReport> reports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Answer, long Id)> operations = [];
    private readonly List<Sp4nLaporWrite> writes = [];
    private int lastReport = 9_170_000;
    private long lastEntry;

    public IReadOnlyList<Sp4nLaporReport> Reports => Locked<IReadOnlyList<Sp4nLaporReport>>(() => [.. reports.Values]);

    /// <summary>In the order of arrival, repeats and refusals too.</summary>
    public IReadOnlyList<Sp4nLaporWrite> Writes => Locked<IReadOnlyList<Sp4nLaporWrite>>(() => [.. writes]);

    /// <summary>Operations that acted more than once: the citizen read the same answer twice.</summary>
    public IReadOnlyList<string> DoubleEffects => Locked<IReadOnlyList<string>>(() =>
        [.. writes.Where(write => write is { Answer: 201, Repeat: false }).GroupBy(write => write.OperationId).Where(group => group.Count() > 1).Select(group => group.Key)]);

    public string AddReport(Sp4nLaporSubmission submission) => Locked(() =>
    {
        var trackingId = submission.TrackingId ?? (++lastReport).ToString(CultureInfo.InvariantCulture);
        reports[trackingId] = new Sp4nLaporReport(trackingId, submission, Now, setup.AgencyId);
        return trackingId;
    });

    public void ReporterReplies(string trackingId, string note) => Change(trackingId, report =>
    {
        report.Status = report.IsEnded ? report.Status : "Ditanggapi oleh Pelapor";
        report.AnsweredAt = null;
        Append(report, report.Submission.Anonymous ? "Anonim" : report.Submission.ReporterName, "reporter", note);
    });

    public void AdminWrites(string trackingId, string note) => Change(trackingId, report => Append(report, "Admin Nasional", "admin", note));

    public void CloseByAdmin(string trackingId) => End(trackingId, "Ditutup oleh Admin", "Admin Nasional", "admin");

    /// <summary>Ends each report whose answer stayed without a reply for ten days by the simulator's clock.</summary>
    /// <returns>How many ended.</returns>
    public int AutoCloseAfterTenDays()
    {
        var due = Reports.Where(report => !report.IsEnded && report.AnsweredAt <= Now.AddDays(-10)).ToList();
        due.ForEach(report => End(report.TrackingId, "Ditutup oleh Sistem", "Sistem", "system"));
        return due.Count;
    }

    /// <summary>Gives the report to another agency: the hub's key does not see it any more.</summary>
    public void ChangeDisposition(string trackingId, string agencyId) => Change(trackingId, report =>
    {
        report.AgencyId = agencyId;
        Append(report, "Admin Nasional", "admin", $"Terdisposisi ke instansi {agencyId}");
    });

    public void Redact(string trackingId, string content) => Change(trackingId, report => report.ContentFinal = content);

    public void Withdraw(string trackingId) => Change(trackingId, report =>
    {
        report.Withdrawn = true;
        report.Status = "Ditarik oleh Pelapor";
    });

    /// <summary>Any word of LAPOR!'s, also one that nobody has seen before.</summary>
    public void SetStatus(string trackingId, string status) => Change(trackingId, report => report.Status = status);

    /// <summary>A database administrator changes a report: its time of change stays, so no feed tells of it.</summary>
    public void EditBehindTheFeed(string trackingId, Action<Sp4nLaporReport> change) => Locked(() =>
    {
        change(reports[trackingId]);
        return trackingId;
    });

    /// <summary>A report is removed; nobody is told.</summary>
    public void DeleteBehindTheFeed(string trackingId) => Locked(() => reports.Remove(trackingId));

    /// <summary>Writes that are answered like every other, and are then lost.</summary>
    public Func<Sp4nLaporWrite, bool> Swallows { get; set; } = _ => false;

    /// <summary>Reports of an agency behind a place in the feed, in the order (updated_at, tracking_id).</summary>
    public IReadOnlyList<Sp4nLaporReport> Feed(string agencyId, (DateTimeOffset At, string Id)? after) => Locked<IReadOnlyList<Sp4nLaporReport>>(() =>
    [
        .. reports.Values
            .Where(report => report.AgencyId == agencyId)
            .Where(report => after is not { } place || report.UpdatedAt > place.At || (report.UpdatedAt == place.At && string.CompareOrdinal(report.TrackingId, place.Id) > 0))
            .OrderBy(report => report.UpdatedAt).ThenBy(report => report.TrackingId, StringComparer.Ordinal),
    ]);

    /// <returns>Null for a report that was withdrawn, moved or never was.</returns>
    public Sp4nLaporReport? Open(string trackingId, string agencyId) => Locked(() =>
        reports.TryGetValue(trackingId, out var report) && report.AgencyId == agencyId && !report.Withdrawn ? report : null);

    public IReadOnlyList<Sp4nLaporEntry> Entries(Sp4nLaporReport report, long after) => Locked<IReadOnlyList<Sp4nLaporEntry>>(() => [.. report.Log.Where(entry => entry.Id > after)]);

    /// <summary>A hub's write: acts once for each operation id, and not at all in a state that forbids it.</summary>
    /// <returns>The status code, and the id of the entry when it acted.</returns>
    public (int Answer, long Id) Write(Sp4nLaporReport report, Sp4nLaporWrite write) => Locked(() =>
    {
        if (setup.KeepsOperationIds && operations.TryGetValue(write.OperationId, out var before))
        {
            writes.Add(write with { At = Now, Answer = before.Answer, Repeat = true });
            return before;
        }

        if (report.IsEnded || (write.Kind is "verify" && report.Status is not "Terdisposisi"))
        {
            writes.Add(write with { At = Now, Answer = 409 });
            return (409, 0L);
        }

        if (Swallows(write))
        {
            return (201, ++lastEntry);
        }

        Apply(report, write);
        report.UpdatedAt = Now;
        var kept = setup.KeepsOperationIds ? write.OperationId : null;
        Append(report, "Admin Instansi", "agency", write.Note, kept, write.Kind is "followup" ? null : write.Kind, write.Addressee);
        writes.Add(write with { At = Now, Answer = 201 });
        return operations[write.OperationId] = (201, lastEntry);
    });

    /// <summary>Remembers a write that was refused before it could act.</summary>
    public void Refuse(Sp4nLaporWrite write, int answer) => Locked(() =>
    {
        writes.Add(write with { At = Now, Answer = answer });
        return answer;
    });

    private DateTimeOffset Now => setup.Clock.GetUtcNow();

    private void Apply(Sp4nLaporReport report, Sp4nLaporWrite write)
    {
        report.Status = write.Kind switch
        {
            "verify" => "Terverifikasi",
            "postpone" => "Ditunda",
            "not_authority" => "Bukan Kewenangan",
            "archive" => "Diarsipkan",
            "dispose" => "Terdisposisi",
            _ => "Ditindaklanjuti oleh Instansi",
        };
        report.StatusReason = write.Kind is "postpone" or "archive" or "not_authority" ? write.Note : report.StatusReason;
        report.AnsweredAt = write.Done ? Now : report.AnsweredAt;
    }

    private void End(string trackingId, string status, string by, string role) => Change(trackingId, report =>
    {
        report.Status = status;
        Append(report, by, role, status, status: status);
    });

    private void Append(Sp4nLaporReport report, string by, string role, string note, string? operationId = null, string? action = null, string? addressee = null, string? status = null) =>
        report.Log.Add(new Sp4nLaporEntry(++lastEntry, Now, by, role, note, operationId, action, addressee, status));

    private void Change(string trackingId, Action<Sp4nLaporReport> change) => Locked(() =>
    {
        var report = reports[trackingId];
        change(report);
        report.UpdatedAt = Now;
        return report;
    });

    private T Locked<T>(Func<T> work)
    {
        lock (gate)
        {
            return work();
        }
    }
}
