using System.Text.Json.Serialization;

namespace Hub.Contracts.Reports;

/// <summary>Where a report stands in the hub (DESIGN part 6). The channel's own word is kept beside it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportState>))]
public enum ReportState
{
    /// <summary>Stored, not yet decided.</summary>
    Received,

    /// <summary>Waits for a person at Biro Komunikasi Publik to choose the unit.</summary>
    Triage,

    /// <summary>Given to a unit (LAPOR!: terdisposisi).</summary>
    Assigned,

    /// <summary>The unit has seen it (A1, verifikasi).</summary>
    Acknowledged,

    /// <summary>The unit works on it (dalam proses).</summary>
    InProgress,

    /// <summary>The reporter was asked for more; the clock is paused.</summary>
    WaitingReporter,

    /// <summary>The unit gave its answer (tindak lanjut).</summary>
    Answered,

    /// <summary>Ended, by the channel or after an answer without reply (selesai).</summary>
    Closed,

    /// <summary>The unit sent it back; it will be routed again.</summary>
    ReturnedByUnit,

    /// <summary>Bukan kewenangan: returned to the channel with a suggested addressee (A3).</summary>
    NotOurs,

    /// <summary>Tunda, with a reason (A2).</summary>
    Postponed,

    /// <summary>Diarsipkan, with a reason (A4).</summary>
    Archived,

    /// <summary>Taken back by the reporter or withdrawn by the channel.</summary>
    Withdrawn,

    /// <summary>Opened again after an end.</summary>
    Reopened,

    /// <summary>Goes on under another report.</summary>
    Merged,
}
