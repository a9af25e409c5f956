using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>
/// Asks a channel for pages. Items and next cursor are saved in one transaction; a second hub that polls the same account
/// is kept out by a lease and made harmless by the fence and the unique keys.
/// </summary>
internal sealed partial class ChannelPolling(HubStore store, Leases leases, PageStore pages, IntakePressure pressure, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<ChannelPolling> logger)
{
    private const int MostPages = 20;

    /// <summary>How often a hub that stands by looks whether the other one is gone.</summary>
    private static readonly TimeSpan StandByPause = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(string, string), PollState> states = new();

    public IReadOnlyCollection<PollState> States => [.. states.Values];

    /// <returns>How long to wait before the next poll.</returns>
    public async Task<TimeSpan> PollAsync(IPolledChannel channel, CancellationToken cancellationToken)
    {
        var rest = StateOf(channel).NotBefore - clock.GetUtcNow();
        var wait = rest > TimeSpan.Zero ? rest : pressure.Level is PressureLevel.Refuse ? pressure.Stretch(channel.Interval) : await TryAsync(channel, cancellationToken);
        Note(channel, state => state with { Due = clock.GetUtcNow() + wait });
        return wait;
    }

    private async Task<TimeSpan> TryAsync(IPolledChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            for (var page = 0; page < MostPages; page++)
            {
                Note(channel, state => state with { Due = clock.GetUtcNow() + options.Value.LongestPoll });
                if (await leases.HoldAsync(StateOf(channel).Lease, options.Value.PollLease, cancellationToken) is not { } fence)
                {
                    Note(channel, state => state with { StandsBy = true, Fault = null });
                    return channel.Interval < StandByPause ? channel.Interval : StandByPause;
                }

                if (await PageAsync(channel, fence, cancellationToken) is { } wait)
                {
                    return wait;
                }
            }

            return TimeSpan.Zero;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, channel.Channel, fault.GetType().Name);
            Polled(channel, fault is TimeoutException
                ? $"The poll did not end within {options.Value.LongestPoll} and was given up; ask the channel's operator."
                : $"The poll failed with {fault.GetType().Name}.");
            return channel.Interval;
        }
    }

    /// <returns>How long to wait, or null to ask again at once.</returns>
    private async Task<TimeSpan?> PageAsync(IPolledChannel channel, long fence, CancellationToken cancellationToken)
    {
        switch (await LimitedAsync(async token => await channel.FetchAsync(await CursorAsync(channel, token), token), cancellationToken))
        {
            case PollResult.Unavailable away:
                Polled(channel, away.Reason);
                Note(channel, state => state with { NotBefore = clock.GetUtcNow() + (away.RetryAfter ?? TimeSpan.Zero) });
                return away.RetryAfter ?? channel.Interval;
            case PollResult.Page found:
                await pages.SaveAsync(channel, found, fence, cancellationToken);
                if (channel is IAcknowledgedChannel acknowledged)
                {
                    await LimitedAsync(
                        async token =>
                        {
                            await acknowledged.AcknowledgeAsync(found, token);
                            return true;
                        },
                        cancellationToken);
                }

                Polled(channel, null);
                return found.HasMore && pressure.Level is PressureLevel.None ? null : pressure.Stretch(channel.Interval);
            case var other:
                throw new InvalidOperationException($"There is no case for {other.GetType().Name}.");
        }
    }

    /// <summary>A channel that neither answers nor listens to its token is left behind; what it still brings is not taken.</summary>
    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await work(limit.Token).WaitAsync(options.Value.LongestPoll, clock, cancellationToken);
        }
        finally
        {
            await limit.CancelAsync();
        }
    }

    private Task<string?> CursorAsync(IPolledChannel channel, CancellationToken cancellationToken) =>
        store.ReadAsync(
            (db, token) => db.Set<PollCursor>().AsNoTracking()
                .Where(row => row.Channel == channel.Channel && row.Account == channel.Account).Select(row => row.Value).FirstOrDefaultAsync(token),
            cancellationToken);

    /// <summary>An account that was never polled is due from the moment somebody asks.</summary>
    public PollState StateOf(IPolledChannel channel) => Note(channel, state => state);

    private void Polled(IPolledChannel channel, string? fault)
    {
        var now = clock.GetUtcNow();
        Note(channel, state => state with { At = now, LastGood = fault is null ? now : state.LastGood, Fault = fault, StandsBy = false });
    }

    private PollState Note(IPolledChannel channel, Func<PollState, PollState> change) => states.AddOrUpdate(
        (channel.Channel, channel.Account),
        _ => change(new PollState(channel.Channel, channel.Account, null, null, null) { Interval = channel.Interval, Due = clock.GetUtcNow() }),
        (_, before) => change(before with { Interval = channel.Interval }));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The poll of {Channel} failed: {Fault}.")]
        public static partial void Failed(ILogger logger, string channel, string fault);
    }
}
