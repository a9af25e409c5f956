namespace Hub.Worker.Config.Reading;

/// <summary>routing.yaml as it is written. The deserialiser refuses keys that are not here, so a typing error is a fault.</summary>
internal sealed class RuleFile
{
    public Dictionary<string, double> Thresholds { get; set; } = [];

    public List<string> Landmarks { get; set; } = [];

    public List<string> Everyday { get; set; } = [];

    public Dictionary<string, List<string>> Words { get; set; } = [];

    public List<TopicEntry> Topics { get; set; } = [];

    public AuthorityEntry Authority { get; set; } = new();

    public RestrictedEntry Restricted { get; set; } = new();
}

internal sealed class TopicEntry
{
    public string? Id { get; set; }

    public string? Subject { get; set; }

    public List<string> Units { get; set; } = [];

    public List<string> Offices { get; set; } = [];

    public bool OfficeIsGuess { get; set; }

    public bool Housing { get; set; }

    public string? Addressee { get; set; }

    public double LocalWeight { get; set; }

    public List<RuleEntry> Rules { get; set; } = [];
}

internal sealed class RuleEntry
{
    public string? Id { get; set; }

    public double? Weight { get; set; }

    public string? Level { get; set; }

    public List<string> Terms { get; set; } = [];

    public List<string> Near { get; set; } = [];

    public int? Within { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public List<string>? Weekdays { get; set; }

    public List<string>? Hours { get; set; }

    public List<string>? Channels { get; set; }

    public string? Zone { get; set; }
}

internal sealed class AuthorityEntry
{
    public List<RuleEntry> Local { get; set; } = [];

    public List<RuleEntry> National { get; set; } = [];
}

internal sealed class RestrictedEntry
{
    public List<string> Units { get; set; } = [];

    public bool SecretReports { get; set; } = true;

    public List<RuleEntry> Accusations { get; set; } = [];

    public List<string> LocalAccused { get; set; } = [];
}
