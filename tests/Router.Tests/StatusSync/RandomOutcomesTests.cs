using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.StatusSync;

/// <summary>Whatever a channel answers and wherever a process dies: what takes effect there is what was committed here, in order.</summary>
public class RandomOutcomesTests
{
    private const int Reports = 12;

    private static readonly ReportState[] States = [ReportState.Assigned, ReportState.Acknowledged, ReportState.InProgress, ReportState.Answered];

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public async Task The_effects_are_the_committed_statuses_in_order(int seed, bool keyed)
    {
        await using var rig = await RouterRig.StartAsync(("StatusSync:FailuresToOpen", "8"), ("StatusSync:LongestPause", "00:01:00"), ("StatusSync:ParkAfter", "30.00:00:00"), ("StatusSync:StuckAfter", "1.00:00:00"));
        var random = new Random(seed);
        using var channel = new FickleChannel(rig, random, keyed);
        var reports = await rig.NewReportsAsync(Reports, States);

        for (var step = 0; step < 250; step++)
        {
            await channel.RunAsync(reports[random.Next(reports.Count)]);
            rig.Clock.Advance(TimeSpan.FromSeconds(random.Next(0, 40)));
        }

        channel.IsWell = true;
        for (var round = 0; round < 45; round++)
        {
            await rig.SweepAsync();
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        foreach (var report in reports)
        {
            var ledger = await rig.LedgerAsync(report);
            Assert.All(ledger, row => Assert.True(row.Outcome is LedgerOutcome.Delivered or LedgerOutcome.Rejected, $"seed {seed}: {row.State} is {row.Outcome}"));
            var effects = channel.EffectsOf(ledger);

            // Each in order; what repeats is flagged, and a channel with a key has no repeats.
            var first = effects.Distinct().ToList();
            Assert.Equal(ledger.Where(row => first.Contains(row.Id)).Select(row => row.Id), first);
            Assert.All(ledger.Where(row => row.Outcome is LedgerOutcome.Delivered), row => Assert.Contains(row.Id, first));
            Assert.All(ledger.Where(row => first.Contains(row.Id) && row.Outcome is LedgerOutcome.Rejected), row => Assert.True(row is { BlindRepeats: > 0, UnknownSince: not null }, $"seed {seed}: refused, arrived and not flagged"));
            foreach (var repeated in effects.GroupBy(each => each).Where(group => group.Count() > 1))
            {
                Assert.False(keyed, $"seed {seed}: a keyed channel has an effect twice");
                var row = ledger.Single(each => each.Id == repeated.Key);
                Assert.InRange(repeated.Count(), 2, 1 + row.BlindRepeats);
                Assert.True(row.BlindRepeats > 0, $"seed {seed}: a repeat without a flag");
            }

            if (!keyed)
            {
                // Nothing of a later status takes effect before the earlier one is settled.
                Assert.Equal(effects.Select(each => ledger.FindIndex(row => row.Id == each)).Order(), effects.Select(each => ledger.FindIndex(row => row.Id == each)));
            }
        }
    }

    /// <summary>A channel that delivers, refuses, is away, loses answers with and without effect, and sees the process die before and after.</summary>
    private sealed class FickleChannel : IDisposable
    {
        private readonly RouterRig rig;
        private readonly Random random;
        private readonly bool keyed;
        private readonly List<Guid> effects = [];
        private CancellationTokenSource process = new();

        public FickleChannel(RouterRig rig, Random random, bool keyed)
        {
            (this.rig, this.random, this.keyed) = (rig, random, keyed);
            rig.Sink.Answer = (status, token) => Task.FromResult(Push(status, token));
            rig.Sink.Knows = status => !keyed ? new ReadBackResult.CannotTell()
                : !IsWell && random.Next(5) == 0 ? new ReadBackResult.Unavailable("busy")
                : effects.Contains(status.OperationId) ? new ReadBackResult.Found($"ref-{status.OperationId:N}")
                : new ReadBackResult.Absent();
        }

        public bool IsWell { get; set; }

        public List<Guid> EffectsOf(List<LedgerEntry> ledger) => effects.FindAll(effect => ledger.Exists(row => row.Id == effect));

        public async Task RunAsync(Guid report)
        {
            try
            {
                await rig.Get<StatusLane>().RunAsync(report, RouterRig.Channel, process.Token);
            }
            catch (OperationCanceledException)
            {
                process.Dispose();
                process = new CancellationTokenSource();
            }
        }

        public void Dispose() => process.Dispose();

        private SyncResult Push(OutboundStatus status, CancellationToken token)
        {
            var fate = IsWell ? 0 : random.Next(9);
            if (fate is 0 or 4 or 7 or 8)
            {
                Effect(status);
            }

            if (fate is 6 or 7)
            {
                Die(token);
            }

            return fate switch
            {
                1 => new SyncResult.Rejected("422", "not so"),
                2 => new SyncResult.Unavailable("busy", TimeSpan.FromSeconds(30)),
                3 => new SyncResult.Unavailable("away", TimeSpan.FromSeconds(20), WholeChannel: true),
                4 or 5 => new SyncResult.Unknown("answer or request lost"),
                _ => new SyncResult.Delivered($"ref-{status.OperationId:N}"),
            };
        }

        /// <summary>A channel that knows our key takes the same operation once.</summary>
        private void Effect(OutboundStatus status)
        {
            Assert.False(keyed && effects.Contains(status.OperationId), "The read-back said that it was there, and it was sent again.");
            effects.Add(status.OperationId);
        }

        private void Die(CancellationToken token)
        {
            process.Cancel();
            token.ThrowIfCancellationRequested();
        }
    }
}
