using System.Text.Json.Serialization;

namespace Hub.Contracts.Reports;

/// <summary>SP4N classes (DOMAIN 2.3); the legal time limit hangs on them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportClass>))]
public enum ReportClass
{
    /// <summary>The channel did not say, or said a word that is not in its table.</summary>
    Unclassified,

    /// <summary>Pengaduan tidak berkadar pengawasan.</summary>
    Complaint,

    /// <summary>Pengaduan berkadar pengawasan: needs inspection.</summary>
    SupervisoryComplaint,

    /// <summary>Aspirasi.</summary>
    Aspiration,

    /// <summary>Permintaan informasi.</summary>
    InformationRequest,
}
