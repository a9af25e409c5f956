using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>How intake works; the defaults suit both shapes.</summary>
internal sealed class IntakeOptions
{
    public const string Section = "Intake";

    /// <summary>Bodies in one commit.</summary>
    [Range(1, 1000)]
    public int Batch { get; set; } = 256;

    /// <summary>Bodies that may wait for their commit; beyond it a push is answered 503 and is sent again by the channel.</summary>
    [Range(16, 100_000)]
    public int MostWaiting { get; set; } = 4096;

    /// <summary>Bytes of bodies in memory that wait for their commit, and as many again that wait for the reader.</summary>
    [Range(8L * 1024 * 1024, 4L * 1024 * 1024 * 1024)]
    public long MostBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long a pushed body may wait for its commit before the answer is 503.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A further chat message of the same person within this time belongs to the report before it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ChatJoins { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A picture or place without words belongs to a report heard of within this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan WordlessJoins { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a follow-up or a channel's status waits for its report before it goes to quarantine.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan EarlyWait { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a receipt waits for the status it speaks of before it is taken for somebody else's.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ReceiptWait { get; set; } = TimeSpan.FromHours(1);
}

[OptionsValidator]
internal sealed partial class IntakeOptionsValidator : IValidateOptions<IntakeOptions>;
