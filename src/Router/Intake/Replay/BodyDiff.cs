using Hub.Router.Intake.Quarantine;

namespace Hub.Router.Intake.Replay;

/// <summary>What reading a stored body again would do.</summary>
internal sealed record BodyDiff(ReadBody Body)
{
    /// <summary>Items the hub does not have.</summary>
    public required IReadOnlyList<InboundEntry> Added { get; init; }

    /// <summary>Reports whose row was made from this body and says something else.</summary>
    public required IReadOnlyList<ReportCorrection> Corrections { get; init; }

    /// <summary>Reports made from an older body, for which this one turns out to be a newer version.</summary>
    public required IReadOnlyList<ReportCorrection> Newer { get; init; }

    public required PlaceChanges Places { get; init; }

    /// <summary>Numbers of reports that were made from this body and are not in today's reading; they stay as they are.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    public bool HasEffect => Added.Count + Corrections.Count + Newer.Count + Places.Worse + Places.Readable.Count > 0;
}
