using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>How intake works; the defaults suit both shapes.</summary>
internal sealed class IntakeOptions
{
    public const string Section = "Intake";

    /// <summary>Fewer bodies than these linger.</summary>
    public const int Handful = 32;

    /// <summary>Bodies in one commit.</summary>
    [Range(1, 1000)]
    public int Batch { get; set; } = 256;

    /// <summary>How long fewer than a handful of bodies wait for more before they are committed or read: a commit costs the same for one and for many.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.1")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(10);

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

    /// <summary>Bodies unread for longer than this slow polling down.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SlowAtUnread { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Bodies unread for longer than this end polling and answer pushes 503.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan RefuseAtUnread { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Unread bodies beyond which pushes are answered 503; half of it slows polling down.</summary>
    [Range(200, 10_000_000)]
    public int MostUnread { get; set; } = 100_000;

    /// <summary>Messages or unrouted reports that wait longer than this slow polling down.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SlowAtBacklog { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Messages or unrouted reports that wait longer than this end polling and answer pushes 503: not while a broker is mended.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan RefuseAtBacklog { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How many times longer the pause between two polls is under pressure.</summary>
    [Range(1.0, 100.0)]
    public double SlowBy { get; set; } = 4;

    /// <summary>What a 503 asks the channel to wait.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one page of a poll may take; beyond it the channel is marked and the next poll begins anew.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestPoll { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a hub that vanished keeps an account from being polled by another one.</summary>
    [Range(typeof(TimeSpan), "00:00:04", "00:00:25")]
    public TimeSpan PollLease { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Waits for a handful, no longer than <see cref="Linger"/>.</summary>
    internal async Task GatherAsync(Func<int> count, TimeProvider clock, CancellationToken cancellationToken)
    {
        const int looks = 4;
        for (var look = 0; look < looks && count() < Handful && Linger > TimeSpan.Zero; look++)
        {
            await Task.Delay(Linger / looks, clock, cancellationToken);
        }
    }
}

[OptionsValidator]
internal sealed partial class IntakeOptionsValidator : IValidateOptions<IntakeOptions>;

/// <summary>Polling slows down before pushes are refused.</summary>
internal sealed class IntakeOptionsRules : IValidateOptions<IntakeOptions>
{
    public ValidateOptionsResult Validate(string? name, IntakeOptions options)
    {
        string[] faults =
        [
            .. options.SlowAtUnread >= options.RefuseAtUnread
                ? [$"Intake:SlowAtUnread ({options.SlowAtUnread}) must be shorter than Intake:RefuseAtUnread ({options.RefuseAtUnread}), so that polling slows down before pushes are refused."] : (string[])[],
            .. options.SlowAtBacklog >= options.RefuseAtBacklog
                ? [$"Intake:SlowAtBacklog ({options.SlowAtBacklog}) must be shorter than Intake:RefuseAtBacklog ({options.RefuseAtBacklog}), so that polling slows down before pushes are refused."] : (string[])[],
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
