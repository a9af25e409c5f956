using System.ComponentModel.DataAnnotations;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>How statuses are brought to channels.</summary>
internal sealed class StatusSyncOptions
{
    public const string Section = "StatusSync";

    /// <summary>Reports of one channel that are told at once.</summary>
    [Range(1, 256)]
    public int AtOnce { get; set; } = 32;

    /// <summary>First pause after a failed attempt, of a report or of a whole channel; it doubles.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(2);

    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>After this an attempt is over, whatever the channel's connector still does; its outcome is unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an unknown outcome may wait for a receipt from a channel that cannot be asked, before it is sent once more.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UnknownWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often such a status is sent again before a person must look; each may reach the citizen twice.</summary>
    [Range(0, 10)]
    public int BlindRepeats { get; set; } = 1;

    /// <summary>Reports in a row that must fail before their channel is left alone as a whole.</summary>
    [Range(1, 50)]
    public int FailuresToOpen { get; set; } = 5;

    /// <summary>A status that has not been told for this long counts as stuck.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A status that could not be told for this long is parked until a person decides.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ParkAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Rates by channel, over what the channel's connector says of itself.</summary>
    public Dictionary<string, ChannelRate> Budgets { get; set; } = [];

    /// <summary>Just longer than an attempt: what a killed process held is free again soon.</summary>
    public TimeSpan LeaseTime => AttemptTimeout + (AttemptTimeout / 2);
}

/// <summary>How often one channel is told.</summary>
internal sealed class ChannelRate
{
    /// <summary>Sustained calls a second.</summary>
    public double PerSecond { get; set; } = 50;

    /// <summary>Calls at once after a pause.</summary>
    public int Burst { get; set; } = 50;

    /// <summary>Pause between two statuses to one citizen, once the burst is used up; absent without such a limit.</summary>
    public TimeSpan? RecipientEvery { get; set; }

    public int RecipientBurst { get; set; } = 1;
}

[OptionsValidator]
internal sealed partial class StatusSyncOptionsValidator : IValidateOptions<StatusSyncOptions>;

/// <summary>The rules between fields, and the rates, whose channels must exist: a misspelt one would be no limit at all.</summary>
internal sealed class StatusSyncRates(IServiceProvider services) : IValidateOptions<StatusSyncOptions>
{
    public ValidateOptionsResult Validate(string? name, StatusSyncOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(StatusSyncOptions options)
    {
        if (options.FirstPause > options.LongestPause)
        {
            yield return $"StatusSync:FirstPause ({options.FirstPause}) is longer than StatusSync:LongestPause ({options.LongestPause}); make it shorter.";
        }

        if (options.StuckAfter > options.ParkAfter)
        {
            yield return $"StatusSync:StuckAfter ({options.StuckAfter}) is longer than StatusSync:ParkAfter ({options.ParkAfter}); a status is stuck before it is parked.";
        }

        var channels = options.Budgets.Count == 0 ? [] : Channels();
        foreach (var (channel, rate) in options.Budgets)
        {
            var path = $"StatusSync:Budgets:{channel}";
            if (channels.Count > 0 && !channels.Contains(channel))
            {
                yield return $"{path} is no channel that is configured here; known: {string.Join(", ", channels)}.";
            }

            foreach (var fault in Faults(path, rate))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Faults(string path, ChannelRate rate)
    {
        if (rate.PerSecond is not (>= 0.01 and <= 10_000))
        {
            yield return $"{path}:PerSecond must be between 0.01 and 10000.";
        }

        if (rate.Burst is not (>= 1 and <= 10_000))
        {
            yield return $"{path}:Burst must be between 1 and 10000.";
        }

        if (rate.RecipientEvery is { } every && (every < TimeSpan.FromMilliseconds(10) || every > TimeSpan.FromHours(1)))
        {
            yield return $"{path}:RecipientEvery must be between 00:00:00.01 and 01:00:00.";
        }

        if (rate.RecipientBurst is not (>= 1 and <= 1_000))
        {
            yield return $"{path}:RecipientBurst must be between 1 and 1000.";
        }
    }

    /// <returns>Nothing when the connectors cannot be built: their own settings are at fault and say so themselves.</returns>
    private IReadOnlyList<string> Channels()
    {
        try
        {
            return [.. (services.GetService(typeof(IEnumerable<IStatusSink>)) as IEnumerable<IStatusSink> ?? []).Select(sink => sink.Channel)];
        }
        catch (OptionsValidationException)
        {
            return [];
        }
    }
}
