using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Router.Retention;

/// <summary>
/// How long what is done with is kept. Nothing may be shorter than the longest redelivery (7 days at Meta) and a clock that
/// jumped by days (RELIABILITY E9, F16). Reports, their history and the ids by which items are known stay for ever.
/// </summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    private const string Shortest = "14.00:00:00";
    private const string Longest = "36500.00:00:00";

    public bool Enabled { get; set; } = true;

    /// <summary>Bodies as they came, once read: the archive that can be read again by a newer reader.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan RawBodies { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Events that a unit's webhook has taken.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan UnitDeliveries { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Event ids by which a unit's repeated status is known.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan UnitMessages { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Quarantine entries that were settled.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Quarantine { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Bytes of files of reports that ended this long ago; without it they are kept.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan? Attachments { get; set; }

    /// <summary>Rest between two slices, so that the store belongs to the others.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(200);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
