using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Units;

namespace Hub.Worker.Http;

/// <summary>A page of a unit's reports.</summary>
/// <param name="Next">Give it as <c>after</c> for the next page; it stays good for ever.</param>
internal sealed record UnitReportPage(IReadOnlyList<UnitReportShown> Items, string? Next);

/// <summary>A report as its unit sees it: the assignment, where it stands, and what was added since.</summary>
internal sealed record UnitReportShown
{
    public required Guid ReportId { get; init; }

    public required string Number { get; init; }

    public required string Channel { get; init; }

    public required string Unit { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? Title { get; init; }

    public string? Category { get; init; }

    public required ReportClass Class { get; init; }

    public ReportPlace? Place { get; init; }

    public required bool Anonymous { get; init; }

    public required bool Secret { get; init; }

    public Guid? ReporterRef { get; init; }

    public string? Reason { get; init; }

    public required IReadOnlyList<UnitAttachment> Attachments { get; init; }

    public string? FullAt { get; init; }

    public required ReportState State { get; init; }

    public required IReadOnlyList<UnitAddition> Additions { get; init; }

    public required IReadOnlyList<UnitFileLine> OwnFiles { get; init; }

    public static UnitReportShown Of(UnitReport report)
    {
        var given = report.Assignment;
        return new UnitReportShown
        {
            ReportId = given.ReportId,
            Number = given.Number,
            Channel = given.Channel,
            Unit = given.Unit,
            Text = given.Text,
            ReceivedAt = given.ReceivedAt,
            Title = given.Title,
            Category = given.Category,
            Class = given.Class,
            Place = given.Place,
            Anonymous = given.Anonymous,
            Secret = given.Secret,
            ReporterRef = given.ReporterRef,
            Reason = given.Reason,
            Attachments = given.Attachments,
            FullAt = given.FullAt,
            State = report.State,
            Additions = report.Additions,
            OwnFiles = report.OwnFiles,
        };
    }
}

/// <summary>The answer to a status that was taken.</summary>
/// <param name="State">Where the report stands after it.</param>
/// <param name="Held">True when a person looks at the answer before the citizen reads it; else absent.</param>
/// <param name="Attachments">Absent when the status named no file.</param>
internal sealed record UnitStatusTaken(ReportState State, bool? Held = null, UnitFilesTold? Attachments = null);

/// <param name="Kept">How many files of the status are kept with the report.</param>
/// <param name="ShownToReporter">Whether the channel shows them to the citizen; no channel can today.</param>
internal sealed record UnitFilesTold(int Kept, bool ShownToReporter);
