using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>How statuses are brought to channels.</summary>
internal sealed class StatusSyncOptions
{
    public const string Section = "StatusSync";

    /// <summary>Reports of one channel that are told at once.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 8;

    /// <summary>First pause after a failed attempt; it doubles.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(2);

    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an unknown outcome may wait for a receipt from a channel that cannot be asked, before it is sent once more.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UnknownWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often such a status is sent again before a person must look; each may reach the citizen twice.</summary>
    [Range(0, 10)]
    public int BlindRepeats { get; set; } = 1;
}

[OptionsValidator]
internal sealed partial class StatusSyncOptionsValidator : IValidateOptions<StatusSyncOptions>;
