namespace Hub.Worker.Config.Reading;

/// <summary>
/// deadlines.yaml as it is written. Values are texts, so that one that is no number is a fault beside the others and not the
/// end of reading. The deserialiser refuses keys that are not here, so a typing error is a fault.
/// </summary>
internal sealed class DeadlineFile
{
    public List<VersionEntry?>? Versions { get; set; }

    public List<string>? Bureau { get; set; }

    public List<string>? Inspectorate { get; set; }

    public Dictionary<string, HoursEntry?>? Hours { get; set; }

    public OfficesEntry? Offices { get; set; }
}

internal sealed class VersionEntry
{
    public string? From { get; set; }

    public string? Source { get; set; }

    public Dictionary<string, LimitEntry?>? Limits { get; set; }

    public string? AutoClose { get; set; }

    public Dictionary<string, string?>? ClosedBy { get; set; }

    public string? WarnBefore { get; set; }

    public Dictionary<string, string?>? Escalate { get; set; }

    public string? ReopenWithin { get; set; }
}

internal sealed class LimitEntry
{
    public string? CountsAs { get; set; }

    public string? Verify { get; set; }

    public string? Response { get; set; }

    public string? Completion { get; set; }
}

internal sealed class HoursEntry
{
    public List<string>? MondayToThursday { get; set; }

    public List<string>? Friday { get; set; }

    public List<SeasonEntry?>? Seasons { get; set; }
}

internal sealed class SeasonEntry
{
    public string? From { get; set; }

    public string? To { get; set; }

    public List<string>? MondayToThursday { get; set; }

    public List<string>? Friday { get; set; }
}

internal sealed class OfficesEntry
{
    public OfficeEntry? Standard { get; set; }

    public List<OfficeEntry?>? Others { get; set; }
}

internal sealed class OfficeEntry
{
    public string? Zone { get; set; }

    public string? Count { get; set; }

    public string? Hours { get; set; }

    public List<string>? Units { get; set; }
}
