using Hub.Contracts.Reports;

namespace Hub.Contracts.Messages;

/// <summary>What a unit is given to work on: data of id.go.pu.hub.report.assigned.v1. Free of identity; phones, e-mails and NIK in the text are masked.</summary>
public sealed record UnitAssignment
{
    public required Guid ReportId { get; init; }

    /// <summary>The number the citizen knows.</summary>
    public required string Number { get; init; }

    public required string Channel { get; init; }

    public required string Unit { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? Title { get; init; }

    public string? Category { get; init; }

    public ReportClass Class { get; init; }

    public ReportPlace? Place { get; init; }

    public bool Anonymous { get; init; }

    public bool Secret { get; init; }

    /// <summary>Stands for the person; the same person has the same reference in every report of a channel.</summary>
    public Guid? ReporterRef { get; init; }

    /// <summary>Why this unit, in one sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Files that came with it: name and media type.</summary>
    public IReadOnlyList<UnitAttachment> Attachments { get; init; } = [];

    /// <summary>Path of the whole report at the unit API; there when something was cut so that the event fits on the bus (RELIABILITY A10).</summary>
    public string? FullAt { get; init; }
}

/// <param name="Id">Asked for at the unit API.</param>
public sealed record UnitAttachment(Guid Id, string MediaType, string? FileName, long? Size);

/// <summary>The citizen added something: data of id.go.pu.hub.report.amended.v1.</summary>
public sealed record UnitAmendment(Guid ReportId, string Number, string Unit, string Text, DateTimeOffset OccurredAt)
{
    /// <summary>Path of the whole report at the unit API; there when the text was cut so that the event fits on the bus (RELIABILITY A10).</summary>
    public string? FullAt { get; init; }
}
