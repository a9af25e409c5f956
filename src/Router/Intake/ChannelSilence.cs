using System.Globalization;
using Hub.Router.Persistence.Rows;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>
/// The second signal of a channel: it can be reached, but does anything arrive? Compares the silence with what the hub
/// itself took in at the same hours of the weeks before.
/// </summary>
public sealed class ChannelSilence
{
    private readonly SilenceOptions options;
    private readonly TimeProvider clock;
    private readonly DateTimeOffset started;
    private IReadOnlyDictionary<string, Learnt> learnt = new Dictionary<string, Learnt>();

    internal ChannelSilence(IOptions<SilenceOptions> options, TimeProvider clock) => (this.options, this.clock, started) = (options.Value, clock, clock.GetUtcNow());

    /// <returns>Why the channel is too quiet, or null.</returns>
    public string? Quiet(string channel, DateTimeOffset? lastArrival)
    {
        if (!options.Enabled || options.Except.Contains(channel) || !learnt.TryGetValue(channel, out var known))
        {
            return null;
        }

        // A hub that was down has heard nothing either: its own absence is no silence.
        var since = lastArrival > started ? lastArrival.Value : started;
        var expected = Silence.Expected(known.Counts, known.Since, (since, clock.GetUtcNow()));
        return expected < options.Expected
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Nothing has arrived since {since:yyyy-MM-dd HH:mm} UTC, though about {expected:F0} were to be expected; ask the channel's operator and look at its webhook or feed.");
    }

    internal void Learn(IEnumerable<ArrivalHour> hours) => learnt = hours.GroupBy(hour => hour.Channel)
        .ToDictionary(channel => channel.Key, channel => new Learnt(channel.Min(hour => hour.Hour), channel.ToDictionary(hour => hour.Hour, hour => hour.Count)));

    private sealed record Learnt(DateTimeOffset Since, IReadOnlyDictionary<DateTimeOffset, int> Counts);
}
